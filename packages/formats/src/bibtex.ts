import type { SourceEntry } from '@paperboy/contracts'
import { BibtexEntries, type BibtexPart } from './bibtex/cut-entries.ts'
import { entryFields } from './bibtex/entry-fields.ts'
import { entryParser, type ParsedEntry } from './bibtex/parse-entry.ts'
import { buildRecord } from './build-record.ts'
import type { Format, Sample } from './format.ts'
import { readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/** BibTeX and BibLaTeX. TeX stays in the texts as it is, but for braces that only protect capitals. */
export const bibtex = {
  name: 'bibtex',
  ranks: false,
  abstractRequired: false,
  detect,
  read,
} as const satisfies Format

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  const entries = new BibtexEntries()
  const parse = entryParser()
  for await (const line of readLines(input)) {
    const position = `line ${line.number}`
    if (line.fault === 'cut') {
      yield truncated(position, line.text)
      return
    }
    if (line.fault === 'too-long') {
      yield reject(
        position,
        'LINE_TOO_LONG',
        'The line is longer than 4 MiB. Check the line ends.',
        line.text,
      )
      continue
    }
    for (const part of entries.add(line)) yield* toEntries(part, parse)
  }
  for (const part of entries.end()) yield* toEntries(part, parse)
}

const FAULTS: Record<Exclude<BibtexPart['kind'], 'entry' | 'unclosed'>, { code: string; reason: string }> = {
  unended: {
    code: 'INCOMPLETE',
    reason: 'The entry has no end: a brace is not closed before the next entry or the end of the file.',
  },
  'too-long': { code: 'RECORD_TOO_LONG', reason: 'The entry is longer than 4 MiB, which none is.' },
  outside: { code: 'NOT_A_RECORD', reason: 'Text between the entries that is no entry and no comment (%).' },
}

function* toEntries(part: BibtexPart, parse: (text: string) => ParsedEntry): Generator<SourceEntry> {
  const position = `line ${part.line}`
  if (part.kind !== 'entry' && part.kind !== 'unclosed') {
    const { code, reason } = FAULTS[part.kind]
    yield reject(position, code, reason, part.text)
    return
  }
  const parsed = parse(part.text)
  if (part.kind === 'unclosed' && !isComplete(parsed)) {
    yield reject(position, FAULTS.unended.code, FAULTS.unended.reason, part.text)
  } else if (parsed.kind === 'fault') {
    const reason = 'The entry is not valid BibTeX: fields are name = {value}, with commas between them.'
    yield reject(position, 'NOT_BIBTEX', reason, part.text)
  } else if (parsed.kind === 'entry') {
    const guesses = part.kind === 'unclosed' ? [UNCLOSED] : []
    const fields = { ...entryFields(parsed.entry), guesses, replacedBytes: part.replacedBytes }
    yield buildRecord(position, fields, () => part.text)
  }
}

const UNCLOSED = 'The entry was not closed; its last field was taken to end where the next entry begins.'

/** Exports that cut long abstracts lose the closing braces with them: all but the last field is whole. */
function isComplete(parsed: ParsedEntry): boolean {
  if (parsed.kind !== 'entry') return false
  const last = [...parsed.entry.fields.keys()].at(-1) ?? 'title'
  return !['title', 'author', 'doi', 'eprint', 'url'].includes(last)
}

const SURE = 0.9

function detect({ text, lines }: Sample): number {
  const entry = lines.findIndex((line) => /^\s*@[a-z]+\s*[{(]/i.test(line))
  if (entry === -1) return 0
  const isBeginning = lines.slice(0, entry).every((line) => !/^\s*[<{[]/.test(line))
  return isBeginning && /\btitle\s*=\s*["{\w]/i.test(text) ? SURE : 0
}
