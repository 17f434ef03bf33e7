import type { XmlElement } from './element.ts'
import { saxParser, type TreeEvents, XmlFault } from './sax-parser.ts'

export type ParsedElement = { kind: 'element'; element: XmlElement } | { kind: 'fault'; reason: string }

/** Reads texts that each are one whole element; the parser is kept from one to the next. */
export function elementParser(): (text: string) => ParsedElement {
  const tree = treeBuilder()
  let parser = saxParser(tree.events)
  return (text) => {
    try {
      tree.begin()
      parser.write(text)
      parser.close()
      const element = tree.root()
      return element ? { kind: 'element', element } : { kind: 'fault', reason: 'there is no element.' }
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error
      parser = saxParser(tree.events)
      return { kind: 'fault', reason: error.message }
    }
  }
}

function treeBuilder() {
  let stack: XmlElement[] = []
  let root: XmlElement | null = null
  const events: TreeEvents = {
    open(element) {
      const parent = stack.at(-1)
      if (parent) parent.children.push(element)
      else root = element
      stack.push(element)
    },
    text: (text) => void stack.at(-1)?.children.push(text),
    close: () => void stack.pop(),
  }
  const begin = () => {
    stack = []
    root = null
  }
  return { events, begin, root: (): XmlElement | null => root }
}
