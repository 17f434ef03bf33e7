import type { XmlElement } from './element.ts'
import { saxParser, type TreeEvents, XmlFault } from './sax-parser.ts'
import { stripIdle } from './strip-idle.ts'

/** The parser gives a text when something follows it; this follows. */
const SENTINEL = 'paperboy-end-of-gap'

type Open = { element: XmlElement; rawName: string }

/**
 * Follows what stands around the records: which elements are open, the ones of the `wanted` names, and what
 * does not belong there.
 */
export function envelopeReader(wanted: readonly string[]) {
  let open: Open[] = []
  let loose: string[] = []
  let found: XmlElement[] = []
  let complete = false
  const events: TreeEvents = {
    open(element, rawName) {
      open.at(-1)?.element.children.push(element)
      open.push({ element, rawName })
    },
    text: (text) => void (open.at(-1)?.element.children ?? loose).push(text),
    close() {
      const closed = open.pop()?.element
      if (closed?.name === SENTINEL) complete = true
      else if (closed && wanted.includes(closed.name)) found.push(closed)
    },
  }
  let parser = saxParser(events)

  function restore(before: Open[]) {
    parser = saxParser(events)
    open = []
    for (const { rawName } of before) parser.write(`<${rawName}>`)
    open = before
    for (const { element } of open) element.children = []
  }

  /** The piece between two records. `garbage` is text where only elements may be, or what is no XML. */
  function read(gap: string): { elements: XmlElement[]; garbage: string | null } {
    const before = [...open]
    found = []
    loose = []
    complete = false
    try {
      const text = stripIdle(gap)
      if (text !== null) parser.write(`${text}<${SENTINEL}/>`)
      if (!complete) throw new XmlFault('something is not closed.')
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error
      restore(before)
      return { elements: [], garbage: gap.trim() }
    }
    const containers = new Set([...before, ...open].map(({ element }) => element))
    const texts = [...loose, ...[...containers].flatMap(takeTexts)].join('').trim()
    return { elements: found, garbage: texts === '' ? null : texts }
  }

  return { read, ancestors: (): XmlElement[] => open.map(({ element }) => element) }
}

function takeTexts(element: XmlElement): string[] {
  const texts = element.children.filter((child) => typeof child === 'string')
  element.children = []
  return texts
}
