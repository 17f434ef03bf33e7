import type { RecordFields } from '../build-record.ts'
import { childText, childTexts, type XmlElement } from '../xml/element.ts'

const COMMENT = /^Comments?:\s*/
const URL_START = /^https?:\/\//
/** "doi:10.1112/…" and "10.1112/…"; everything else that is no URL is where the paper appeared. */
const DOI = /^(?:doi\s*:\s*)?10\.\d{4,9}\//i

/** Classes of the Mathematics Subject Classification: "03E75 (Primary), 28A05". */
const MSC = /^\d{2}[A-Z-]/

/** Dublin Core. arXiv puts the comment into a second description, and the journal among the identifiers. */
export function dublinCoreFields(dc: XmlElement): RecordFields {
  const descriptions = childTexts(dc, 'description')
  const identifiers = childTexts(dc, 'identifier')
  const subjects = childTexts(dc, 'subject')
  const dates = childTexts(dc, 'date')
  const urls = identifiers.filter((one) => URL_START.test(one))
  const ids = identifiers.filter((one) => URL_START.test(one) || DOI.test(one))
  return {
    title: childText(dc, 'title'),
    abstract: descriptions.find((text) => !COMMENT.test(text)),
    authors: childTexts(dc, 'creator').map(forenamesFirst),
    ids,
    url: urls[0],
    links: urls,
    categories: subjects.filter((subject) => !MSC.test(subject)),
    publishedAt: dates[0],
    updatedAt: dates.at(-1),
    extra: {
      comment: descriptions.find((text) => COMMENT.test(text))?.replace(COMMENT, ''),
      journalRef: identifiers.find((one) => !ids.includes(one)),
      mscClass: subjects.find((subject) => MSC.test(subject)),
      dates: dates.length > 1 ? dates : undefined,
      license: childText(dc, 'rights'),
      publisher: childText(dc, 'publisher'),
      language: childText(dc, 'language'),
    },
  }
}

/** Each creator is one person, and a name alone ("von Neumann-Cosel, P.") would look like a list of two. */
function forenamesFirst(creator: string): string {
  const [last, first, ...rest] = creator.split(',').map((part) => part.trim())
  return first && rest.length === 0 ? `${first} ${last}` : creator
}
