import { characterEntities } from 'character-entities'
import { SaxesParser } from 'saxes'
import { localName, type XmlElement } from './element.ts'

/** No format nests deeper than a dozen levels. */
const MAX_DEPTH = 64
const FRAGMENT = { fragment: true, position: false, xmlns: false } as const

/**
 * The entities of HTML stand in many a feed. Those that a document declares itself are not read at all, so
 * they can neither grow nor fetch anything: whoever uses one is not well-formed.
 */
const ENTITIES: Record<string, string> = Object.assign(Object.create(null), characterEntities)

export class XmlFault extends Error {}

export type TreeEvents = {
  open(element: XmlElement, rawName: string): void
  text(text: string): void
  close(): void
}

/** A parser that tells what it reads to `events` and throws XmlFault at the first fault. */
export function saxParser(events: TreeEvents) {
  const parser = new SaxesParser<typeof FRAGMENT>(FRAGMENT)
  let depth = 0
  parser.on('error', (error) => {
    throw new XmlFault(error.message.replace(/^[\d:]+ ?/, ''))
  })
  parser.on('opentag', (tag) => {
    depth += 1
    if (depth > MAX_DEPTH) throw new XmlFault(`elements are nested more than ${MAX_DEPTH} levels deep.`)
    events.open({ name: localName(tag.name), attributes: tag.attributes, children: [] }, tag.name)
  })
  parser.on('closetag', () => {
    depth -= 1
    events.close()
  })
  parser.on('text', events.text)
  parser.on('cdata', events.text)
  return {
    write(text: string) {
      // A parser that was closed begins anew, also with its entities.
      parser.ENTITIES = ENTITIES
      parser.write(text)
    },
    close: () => void parser.close(),
  }
}
