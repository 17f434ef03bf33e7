import { parser } from '@prometheus-io/lezer-promql'

export type Selector = { name: string; labels: Record<string, string> }
export type Query = { selectors: Selector[]; groupedBy: string[] }

/** The selectors of a query of PromQL, and the labels by which it groups; throws where it is none. */
export function readQuery(text: string): Query {
  const query: Query = { selectors: [], groupedBy: [] }
  const selector = () => query.selectors.at(-1) as Selector
  let inMatcher = false
  let label = ''
  parser.parse(text).iterate({
    enter(node) {
      const said = text.slice(node.from, node.to)
      if (node.type.isError)
        throw new Error(`Not PromQL near "${text.slice(node.from, node.from + 20)}": ${text}`)
      if (node.name === 'VectorSelector') query.selectors.push({ name: '', labels: {} })
      if (node.name === 'Identifier') selector().name = said
      if (node.name === 'UnquotedLabelMatcher') inMatcher = true
      if (node.name === 'LabelName' && inMatcher) label = said
      if (node.name === 'LabelName' && !inMatcher) query.groupedBy.push(said)
      if (node.name === 'StringLiteral' && inMatcher) selector().labels[label] = said.slice(1, -1)
    },
    leave(node) {
      if (node.name === 'UnquotedLabelMatcher') inMatcher = false
    },
  })
  return query
}
