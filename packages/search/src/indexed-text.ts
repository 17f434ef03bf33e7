import type { SearchDocument } from '@paperboy/contracts'
import { idForms } from './query/leaf.ts'
import { compounds } from './text/compounds.ts'
import { stem } from './text/stem.ts'
import { words } from './text/tokens.ts'

/** Raise it with every change of what a text is indexed as (words, stems, compounds): indexes are then built anew. */
export const INDEXED_TEXT_VERSION = 5

/** A document's words as both engines index them; the engines only split at spaces. */
export type IndexedText = {
  title: string[]
  abstract: string[]
  titleStems: string[]
  abstractStems: string[]
  authors: string[][]
  categories: string[]
  ids: string[]
}

export function indexedText(document: SearchDocument): IndexedText {
  const title = words(document.title)
  const abstract = words(document.abstract)
  return {
    title,
    abstract,
    titleStems: [...title, ...compounds(document.title)].map(stem),
    abstractStems: [...abstract, ...compounds(document.abstract)].map(stem),
    authors: document.authors.map(words).filter((name) => name.length > 0),
    categories: keys(document.categories),
    ids: [...new Set(keys([document.id, ...document.ids]).flatMap((id) => [id, ...idForms(id)]))],
  }
}

function keys(values: string[]): string[] {
  return [...new Set(values.map((value) => value.trim().toWellFormed().toLowerCase()))].filter(
    (value) => value !== '',
  )
}
