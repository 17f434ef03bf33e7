/** A node of XML; names come without their namespace prefix, since sources use any prefix they like. */
export type XmlElement = { name: string; attributes: Record<string, string>; children: XmlNode[] }
export type XmlNode = XmlElement | string

export const elementsOf = (element: XmlElement): XmlElement[] =>
  element.children.filter((child) => typeof child !== 'string')

export const childrenNamed = (element: XmlElement, name: string): XmlElement[] =>
  elementsOf(element).filter((child) => child.name === name)

export const childNamed = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => child.name === name)

/** All text within, in order. `wrap` may put something around the text of an inner element. */
export function textOf(node: XmlNode, wrap = (_name: string, text: string) => text): string {
  if (typeof node === 'string') return node
  return wrap(node.name, node.children.map((child) => textOf(child, wrap)).join(''))
}

/** The text of the first child of that name; undefined where there is none, or nothing in it. */
export function childText(element: XmlElement, name: string): string | undefined {
  return childTexts(element, name)[0]
}

/** The text of each child of that name that has some. */
export function childTexts(element: XmlElement, name: string): string[] {
  return childrenNamed(element, name)
    .map((child) => textOf(child).trim())
    .filter((text) => text !== '')
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
