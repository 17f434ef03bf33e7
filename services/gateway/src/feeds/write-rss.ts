import { type Feed, type FeedEntry, updatedOf } from './feed.ts'
import { type Xml, xml, xmlDocument } from './xml.ts'

/** How long a reader may wait before it asks again. */
const TTL_MINUTES = 30

export function writeRss(feed: Feed): string {
  return xmlDocument(xml`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${feed.title}</title>
<link>${feed.home}</link>
<description>${feed.description}</description>
<language>en</language>
<atom:link rel="self" type="application/rss+xml" href="${feed.self}"/>
<lastBuildDate>${rfc822(updatedOf(feed))}</lastBuildDate>
<generator>Paperboy</generator>
<ttl>${TTL_MINUTES}</ttl>
${feed.entries.map(item)}</channel>
</rss>`)
}

function item(it: FeedEntry): Xml {
  return xml`<item>
<title>${it.title}</title>
<link>${it.url}</link>
<guid isPermaLink="false">${it.id}</guid>
<pubDate>${rfc822(it.published)}</pubDate>
${it.authors.map((name) => xml`<dc:creator>${name}</dc:creator>\n`)}${it.categories.map(
  (name) => xml`<category>${name}</category>\n`,
)}<description>${it.summary}</description>
</item>
`
}

function rfc822(time: string): string {
  return new Date(time).toUTCString()
}
