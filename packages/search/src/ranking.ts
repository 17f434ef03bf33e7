/**
 * The ranking, the same on both engines: BM25 over title and abstract as one text, a little extra for words of the
 * title and for words that stand side by side as in the query, and what the best papers have in common (`feedback`).
 */
export const K1 = 1.2
export const B = 0.6
export const TITLE_BOOST = 0.3
/** Of the weights of two words together, where a paper has them side by side. */
export const PAIR_BOOST = 0.2

export const MAX_FACET_VALUES = 50
