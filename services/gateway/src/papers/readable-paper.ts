import type { Paper } from '@paperboy/contracts'
import { readable } from '@paperboy/text'

/** A paper as people read it, where the API gives the source's own characters. */
export function readablePaper(paper: Paper): Paper {
  return {
    ...paper,
    title: readable(paper.title),
    abstract: paper.abstract === null ? null : readable(paper.abstract),
  }
}
