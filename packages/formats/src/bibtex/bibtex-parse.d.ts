declare module 'bibtex-parse' {
  type Literal = { datatype: 'quoted' | 'braced' | 'number' | 'identifier'; value: string }
  export type BibtexValue =
    | Literal
    | { datatype: 'concatinate'; value: Literal[] }
    | { datatype: 'null'; value: null }
  export type BibtexItem =
    | {
        itemtype: 'entry'
        type: string
        key: string | null
        fields: ({ name: string } & BibtexValue)[]
        raw: string
      }
    | ({ itemtype: 'string'; name: string } & BibtexValue)
    | { itemtype: 'preamble' | 'comment' }
  export function parse(text: string, options: { number: 'string' }): BibtexItem[]
}
