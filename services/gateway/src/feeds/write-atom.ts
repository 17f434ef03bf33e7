import { type Feed, type FeedEntry, updatedOf } from './feed.ts'
import { type Xml, xml, xmlDocument } from './xml.ts'

export function writeAtom(feed: Feed): string {
  return xmlDocument(xml`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${feed.id}</id>
<title>${feed.title}</title>
<subtitle>${feed.description}</subtitle>
<updated>${updatedOf(feed)}</updated>
<link rel="self" type="application/atom+xml" href="${feed.self}"/>
<link rel="alternate" type="text/html" href="${feed.home}"/>
<author><name>Paperboy</name></author>
<generator>Paperboy</generator>
${feed.entries.map(entry)}</feed>`)
}

function entry(it: FeedEntry): Xml {
  return xml`<entry>
<id>${it.id}</id>
<title type="text">${it.title}</title>
<link rel="alternate" type="text/html" href="${it.url}"/>
<published>${it.published}</published>
<updated>${it.updated}</updated>
${it.authors.map((name) => xml`<author><name>${name}</name></author>\n`)}${it.categories.map(
  (term) => xml`<category term="${term}"/>\n`,
)}<summary type="text">${it.summary}</summary>
</entry>
`
}
