/** How many of a paper's words stand for it, and the share of them that a similar paper has. */
export const SIMILAR_TERMS = 20
export const SIMILAR_SHARE = 0.25
