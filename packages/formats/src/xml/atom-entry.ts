import { childNamed, childrenNamed, childText, childTexts, type XmlElement } from './element.ts'

/** Where an Atom entry or an RSS item of Atom style points to. */
export type AtomLinks = { url: string | undefined; links: string[]; doi: string | undefined }

export function atomLinks(entry: XmlElement): AtomLinks {
  const all = childrenNamed(entry, 'link').flatMap(({ attributes }) =>
    attributes.href
      ? [{ href: attributes.href, rel: attributes.rel ?? 'alternate', title: attributes.title }]
      : [],
  )
  return {
    url: all.find(({ rel }) => rel === 'alternate')?.href,
    links: all.map(({ href }) => href),
    doi: all.find(({ title }) => title === 'doi')?.href,
  }
}

export function atomAuthors(entry: XmlElement): { names: string[]; affiliations: Record<string, string[]> } {
  const people = childrenNamed(entry, 'author').flatMap((author) => {
    const name = childText(author, 'name')
    return name === undefined ? [] : [{ name, at: childTexts(author, 'affiliation') }]
  })
  const affiliations = people.filter(({ at }) => at.length > 0).map(({ name, at }) => [name, at] as const)
  return { names: people.map(({ name }) => name), affiliations: Object.fromEntries(affiliations) }
}

export const atomCategories = (entry: XmlElement): string[] =>
  childrenNamed(entry, 'category').flatMap(({ attributes }) => attributes.term ?? [])

export const primaryCategory = (entry: XmlElement): string | undefined =>
  childNamed(entry, 'primary_category')?.attributes.term
