import type { Line } from './read-lines.ts'

const BANNER = /^get trending papers in your email inbox(?: once a day)?!?$/i
/** Where the page breaks its lines, the banner may go on in the next. */
const BANNER_START = /^get trending papers in your(?: email(?: inbox(?: once(?: a)?)?)?)?$/i
const BANNER_REST = /^(?:(?:(?:(?:(?:email )?inbox )?once )?a )?day|(?:email )?inbox)!?$/i
const PREAMBLE =
  /^(?:new|daily papers|trending papers|by ak and the research community|daily|weekly|monthly)$/i
/** What the page says beside a title and an abstract, each on a line of its own. */
const FACTS =
  /^(?:[·•-]?\s*(?:\d[\d,]* authors?|(?:published on )?[a-z]{3,9}\.? \d{1,2}(?:, \d{4})?)|[·•-]|upvotes?(?: \d[\d.,]*k?)?|github(?: \d[\d.,]*k?)?|arxiv(?: page)?|submitted by)$/i
/** These say how often in the next line. */
const COUNTED = /^(?:upvotes?|github)$/i
const COUNT = /^\d[\d.,]*k?$/i
const SUBMITTED = /^submitted by$/i
const MAX_LOGIN_CHARS = 40
const SUBSCRIBE = /^(?:subscribe|\[subscribe\]\([^)]*\))$/i

export const isBanner = (text: string) => BANNER.test(text.trim()) || BANNER_START.test(text.trim())

/** Drops blank lines and what belongs to the page and not to a paper; cuts "Subscribe" from the first title. */
export function furnitureFilter(): (line: Line) => Line | null {
  let atTop = true
  let afterBanner = false
  let inBanner = false
  let afterSubmitted = false
  let afterCounted = false
  return (line) => {
    const text = line.text.trim()
    if (text === '') return null
    const isLogin = afterSubmitted && text.length <= MAX_LOGIN_CHARS && !/\s/.test(text)
    afterSubmitted = SUBMITTED.test(text)
    const isCount = afterCounted && COUNT.test(text)
    afterCounted = COUNTED.test(text)
    if (isLogin || isCount || FACTS.test(text)) return null
    const isRest = inBanner && BANNER_REST.test(text)
    inBanner = BANNER_START.test(text)
    if (isRest || inBanner) {
      afterBanner = true
      return null
    }
    if (isBanner(text) || SUBSCRIBE.test(text) || (atTop && PREAMBLE.test(text))) {
      afterBanner ||= isBanner(text)
      return null
    }
    const unglued = atTop || afterBanner ? unglue(text, afterBanner) : text
    atTop = false
    afterBanner = false
    return { ...line, text: unglued }
  }
}

/** The page glues its first title to the word "Subscribe": "SubscribeGenerated Loss, …". A title of its
 * own such as "Subscriber churn" stays whole. */
function unglue(text: string, afterBanner: boolean): string {
  if (/^subscribe(?:r|rs|d)?\b/i.test(text))
    return afterBanner ? text.replace(/^Subscribe\s+(?=\p{Lu})/u, '') : text
  return text.replace(/^Subscribe(?=\S)/, '')
}
