/** Words that a query does not have to find, unless it has no others (Lucene's English list and question words). */
export const stopWords: ReadonlySet<string> = new Set(
  `a an and are as at be but by for from has have how i if in into is it its no not of on or our such that the
  their then there these they this to was we were what when where which while who why will with you can do does
  about using used use via`.split(/\s+/),
)
