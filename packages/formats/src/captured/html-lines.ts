import { Parser } from 'htmlparser2'

const BLOCKS = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'br', 'dd', 'div', 'dl', 'dt', 'footer', 'form', 'header'],
  ...['hr', 'li', 'main', 'nav', 'ol', 'p', 'section', 'table', 'td', 'th', 'tr', 'ul'],
])
const UNSEEN = new Set(['script', 'style', 'noscript', 'svg', 'template', 'head', 'button', 'select'])

/** More than the reader of lines takes: such a line is a reject there. */
const MAX_LINE_CHARS = 5 * 1024 * 1024

export type HtmlPage = {
  /** The visible text as Markdown: headings, links, and each block a line. */
  lines: string[]
  /** What the page keeps for its scripts, in `data-props`: JSON. */
  props: string[]
}

/** Reads HTML of any kind; nothing in it is run or fetched. */
export function htmlPage(html: string): HtmlPage {
  const page: HtmlPage = { lines: [], props: [] }
  let line = ''
  let prefix = ''
  let unseen = 0
  const links: string[] = []
  const endLine = () => {
    const text = line.replace(/\s+/g, ' ').trim()
    if (text !== '') page.lines.push(`${prefix}${text}`, '')
    line = ''
    prefix = ''
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      if (attributes['data-props']?.includes('dailyPapers')) page.props.push(attributes['data-props'])
      if (UNSEEN.has(name)) unseen += 1
      const heading = /^h([1-6])$/.exec(name)?.[1]
      if (heading || BLOCKS.has(name)) endLine()
      if (heading) prefix = `${'#'.repeat(Number(heading))} `
      if (name === 'a') {
        links.push(attributes.href ?? '')
        line += ' ['
      }
    },
    ontext(text) {
      const room = MAX_LINE_CHARS - line.length
      if (unseen === 0 && room > 0) line += text.slice(0, room).replace(/[[\]]/g, '\\$&')
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen = Math.max(0, unseen - 1)
      if (name === 'a') line += `](${absolute(links.pop() ?? '')}) `
      if (/^h[1-6]$/.test(name) || BLOCKS.has(name)) endLine()
    },
  })
  parser.end(html)
  endLine()
  return page
}

/** Addresses of a page of the site begin at its root. */
function absolute(href: string): string {
  const url = href.startsWith('/') && !href.startsWith('//') ? `https://huggingface.co${href}` : href
  return url.replace(/[\s()<>]/g, encodeURIComponent)
}
