import { isBanner } from '../page-furniture.ts'

const HEAD =
  /^(?:#{1,6}\s*)?(?:\[?subscribe\]?(?:\(.*\)|\[\d+\])?|new|daily papers|trending papers|hugging face(?: \W.*)?|papers|by ?(?:\[.*\]\(.*\) ?)?(?:ak)?(?:\]\(.*\))?.{0,20}and the research community)$/i
const NAVIGATION =
  /^[-*\s]*\[?(?:daily|weekly|monthly|previous|next|back to articles|models|datasets|spaces|community|docs|enterprise|pricing|log ?in|sign ?up|company|tos|privacy|about|careers|jobs|website|system theme|collections|extracted text|view all papers|trending papers|search)\]?(?:\(.*\)|\[\d+\])?$/i
const MARKUP =
  /^(?:<a\b[^>]*>(?:<\/a>)?|---+|===+|\*\*(?:url|page title):\*\*.*|(?:- )?source url:.*|url source:.*|markdown content:|\[\d+\]:.*)$/i

/** A line that belongs to the site or to the capture, whoever made it, and to no paper. */
export function isFurniture(line: string): boolean {
  const text = line.trim()
  const plain = text.replace(/^#{1,6}\s*/, '')
  return isBanner(plain) || HEAD.test(text) || NAVIGATION.test(plain) || MARKUP.test(text)
}
