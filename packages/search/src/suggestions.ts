import type { QueryNode } from './query/ast.ts'
import { fold, words } from './text/tokens.ts'

/** More than are shown: several papers can share a title, and the best completions begin with what was typed. */
export const SUGGESTION_CANDIDATES = 100

/** Titles with the words typed, the last of them as a beginning; undefined when no word was typed. */
export function suggestionQuery(q: string): QueryNode | undefined {
  const typed = words(q).slice(-16)
  const last = typed.pop()
  if (last === undefined) return undefined
  const nodes: QueryNode[] = typed.map((word) => ({ kind: 'phrase', field: 'title', words: [word] }))
  return { kind: 'and', nodes: [...nodes, { kind: 'prefix', field: 'title', prefix: last }] }
}

/** Distinct titles; those that begin with what was typed come first. */
export function suggestionsOf(titles: string[], q: string, limit: number): string[] {
  const typed = words(q).join(' ')
  const distinct = [...new Map(titles.map((title) => [fold(title), title])).values()]
  const begins = (title: string) => words(title).join(' ').startsWith(typed)
  return [...distinct.filter(begins), ...distinct.filter((title) => !begins(title))].slice(0, limit)
}
