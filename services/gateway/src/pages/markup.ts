import { html, raw } from 'hono/html'

/** Text that is HTML already; everything else that goes into a template is escaped by it. */
export type Markup = ReturnType<typeof html>
export { html }

const NOT_A_MARK = /<(?!\/?mark>)/g

/** A highlight of the index: escaped there but for its marks, and no other tag gets through here. */
export function marked(highlight: string): Markup {
  return raw(highlight.replace(NOT_A_MARK, '&lt;'))
}

/** The address for a link, if it is one a reader can follow; others, like javascript:, are none. */
export function webAddress(address: string): string | null {
  const url = URL.parse(address)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}
