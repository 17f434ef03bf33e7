import { localName } from './element.ts'

/** Everything that may stand before the root element. */
const BEFORE_ROOT =
  /^(?:\s|\ufeff|<\?[^<]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE\s[^<>[]*(?:\[(?:(?!\]\s*>)[\s\S])*\]\s*)?>)*/
const START_TAG = /^<([\w.-]+(?::[\w.-]+)?)((?:\s[^<>]*)?)>/

/** The root element's name without prefix, and its start tag; null for what does not begin like XML. */
export function rootOf(text: string): { name: string; tag: string } | null {
  const rest = text.slice(BEFORE_ROOT.exec(text)?.[0].length ?? 0)
  const [tag, name = ''] = START_TAG.exec(rest) ?? []
  return tag === undefined ? null : { name: localName(name), tag }
}
