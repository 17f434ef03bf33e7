import type { RecordFacts } from '@paperboy/contracts'
import { titleKey } from '../src/title-key.ts'

/** A paper, and what is said of it. */
export type Compared = { id: string; state: object; said: { facts: RecordFacts; of: string }[] }

/**
 * Papers in a form that two orders of arrival must have in common. A public id is the title's; it says nothing
 * where papers share a title, or shared it until a record joined them, or where one paper has several titles.
 */
export function comparable(papers: Compared[]): string[] {
  const titles = ({ said }: Compared) => new Set(said.map(({ facts }) => titleKey(facts.title).key))
  const holders = (title: string) => papers.filter((paper) => titles(paper).has(title)).length
  const rows = papers.map((paper) => {
    const facts = paper.said.map((saying) => saying.facts)
    const hasOneTitle = titles(paper).size === 1 && facts.every(({ title }) => titleKey(title).joins)
    const conflicts = several(facts.map(({ arxivId }) => arxivId)) || several(facts.map(({ doi }) => doi))
    const isOwn = hasOneTitle && !conflicts && [...titles(paper)].every((title) => holders(title) === 1)
    const said = paper.said.map(({ of }) => of).sort()
    return JSON.stringify({ id: isOwn ? paper.id : null, ...paper.state, said })
  })
  return rows.sort()
}

const several = (ids: (string | null)[]) => new Set(ids.filter((id) => id !== null)).size > 1
