import { Type } from 'typebox'
import type { Feed, FeedEntry } from './feed.ts'

const Authors = Type.Array(Type.Object({ name: Type.String() }))

export const JsonFeed = Type.Object({
  version: Type.Literal('https://jsonfeed.org/version/1.1'),
  title: Type.String(),
  description: Type.String(),
  home_page_url: Type.String(),
  feed_url: Type.String(),
  language: Type.String(),
  authors: Authors,
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      url: Type.String(),
      title: Type.String(),
      content_text: Type.String(),
      date_published: Type.String(),
      date_modified: Type.String(),
      authors: Type.Optional(Authors),
      tags: Type.Optional(Type.Array(Type.String())),
    }),
  ),
})

/** JSON Feed 1.1. */
export function writeJsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: feed.home,
    feed_url: feed.self,
    language: 'en',
    authors: [{ name: 'Paperboy' }],
    items: feed.entries.map(item),
  })
}

function item(it: FeedEntry) {
  return {
    id: it.id,
    url: it.url,
    title: it.title,
    content_text: it.summary,
    date_published: it.published,
    date_modified: it.updated,
    ...(it.authors.length > 0 && { authors: it.authors.map((name) => ({ name })) }),
    ...(it.categories.length > 0 && { tags: it.categories }),
  }
}
