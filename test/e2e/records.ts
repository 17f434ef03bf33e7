/** Papers by the hundred, each with words of its own, made up: the same number gives the same paper. */
export function hundredPapers(hundreds: number, from = 0): Record<string, unknown>[] {
  return Array.from({ length: hundreds * 100 }, (_, index) => aRecord(from + index))
}

export function aRecord(number: number): Record<string, unknown> {
  const word = (salt: number) => WORDS[(number * salt + (number >> 3)) % WORDS.length]
  return {
    id: `arxiv:${String(1000 + (number % 1200)).replace(/(\d\d)(\d\d)/, (_, year, month) => `${year}${String((Number(month) % 12) + 1).padStart(2, '0')}`)}.${String(number).padStart(5, '0')}`,
    title: `Quillmark study ${number} of ${word(7)} ${word(11)} with ${word(13)}`,
    abstract: `We look at ${word(3)} and ${word(5)} in case ${number}. ${'Much is known, little is certain. '.repeat(12)}`,
    categories: ['cs.LG', number % 2 ? 'cs.CL' : 'stat.ML'],
    date: `20${String(10 + (number % 12))}-0${1 + (number % 9)}-15`,
  }
}

export const jsonLines = (records: unknown[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n')

const WORDS =
  'graph kernel proof model agent memory vision speech token reward policy sample lattice protein climate ocean robot planner parser sensor fusion entropy manifold gradient'.split(
    ' ',
  )
