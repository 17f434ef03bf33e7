/** One 32-bit number per distinct term: its id, how often it is in the title and in the abstract. */
const ID_BITS = 24
const TITLE_BITS = 2
const ABSTRACT_BITS = 6
export const MAX_TERM_ID = 2 ** ID_BITS - 1
const MAX_TITLE = 2 ** TITLE_BITS - 1
const MAX_ABSTRACT = 2 ** ABSTRACT_BITS - 1

export type TermCount = { id: number; title: number; abstract: number }

/** Sorted by id, so that a query's ids can be merged with it. */
export function packTerms(counts: TermCount[]): Uint8Array {
  const packed = Uint32Array.from(
    counts,
    ({ id, title, abstract }) =>
      ((id << (TITLE_BITS + ABSTRACT_BITS)) |
        (Math.min(title, MAX_TITLE) << ABSTRACT_BITS) |
        Math.min(abstract, MAX_ABSTRACT)) >>>
      0,
  ).sort()
  return new Uint8Array(packed.buffer)
}

export function packed(blob: Uint8Array): Uint32Array {
  const aligned = blob.byteOffset % 4 === 0 ? blob : blob.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
}

export const termId = (value: number): number => value >>> (TITLE_BITS + ABSTRACT_BITS)
export const titleCount = (value: number): number => (value >>> ABSTRACT_BITS) & MAX_TITLE
export const abstractCount = (value: number): number => value & MAX_ABSTRACT
