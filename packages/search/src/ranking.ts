/** BM25 over title and abstract as one text, and a little extra for words of the title: the same on both engines. */
export const K1 = 1.2
export const B = 0.75
export const TITLE_BOOST = 0.3

export const MAX_FACET_VALUES = 50
