import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { StringDecoder } from 'node:string_decoder'
import { openDump } from '@paperboy/formats'
import { SaxesParser } from 'saxes'
import { memoryOf } from './process-costs.ts'

const BLOCK = 64 * 1024
type Pass = (input: AsyncGenerator<Buffer>) => Promise<number>

/** What a reader is measured against: the least that any reader of the same bytes would do. */
const passes: Record<string, { of: (n: number) => string; around: [string, string]; run: Pass }> = {
  'JSON Lines, Paperboy': { of: jsonLine, around: ['', ''], run: ours },
  'JSON Lines, JSON.parse per line': { of: jsonLine, around: ['', ''], run: bareJson },
  'OAI-PMH, Paperboy': { of: oaiRecord, around: oaiAround(), run: ours },
  'OAI-PMH, a bare SAX pass': { of: oaiRecord, around: oaiAround(), run: bareSax },
}

/**
 * npm run bench:formats [megabytes] – the readers alone, on generated dumps (1,000 MB if not said), each pass
 * in a process of its own: records and megabytes a second, and the most memory it held.
 */
async function main(): Promise<void> {
  const [megabytes = '1000', name] = process.argv.slice(2)
  if (name) return await measure(Number(megabytes), name)
  for (const pass of Object.keys(passes)) {
    const child = spawn(
      process.execPath,
      ['--max-semi-space-size=1', import.meta.filename, megabytes, pass],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    if (code !== 0) throw new Error(`${pass} ended with ${code}`)
    process.stdout.write(printed)
  }
}

async function measure(megabytes: number, name: string): Promise<void> {
  const pass = passes[name]
  if (!pass) throw new Error(`There is no pass "${name}".`)
  const bytes = megabytes * 1_000_000
  const started = performance.now()
  const records = await pass.run(dump(bytes, pass.of, pass.around))
  const seconds = (performance.now() - started) / 1_000
  const { peakMb } = await memoryOf(process.pid)
  console.log(
    `${name.padEnd(32)} ${(records / seconds).toFixed(0).padStart(8)} records/s ${(megabytes / seconds).toFixed(0).padStart(5)} MB/s   peak ${peakMb} MB`,
  )
}

/** The same blocks again and again would let a reader learn them; the records are numbered. */
async function* dump(
  bytes: number,
  of: (n: number) => string,
  [before, after]: [string, string],
): AsyncGenerator<Buffer> {
  yield Buffer.from(before || '\n')
  let part = ''
  let sent = 0
  for (let n = 0; sent < bytes; n += 1) {
    part += of(n)
    if (part.length < BLOCK) continue
    const block = Buffer.from(part)
    sent += block.length
    yield block
    part = ''
  }
  yield Buffer.from(part + after || '\n')
}

const abstract = 'We study how small models read long texts, and show that much less is enough. '
  .repeat(14)
  .trim()

function jsonLine(n: number): string {
  return `{"id":"2401.${n % 100_000}","title":"A Paper with Number ${n}","abstract":"${abstract}","authors":["Ada Byron","Jane Doe"],"categories":["cs.CL","cs.AI"],"date":"2024-01-02"}\n`
}

function oaiRecord(n: number): string {
  return `<record><header><identifier>oai:arXiv.org:2401.${n % 100_000}</identifier><datestamp>2024-01-02</datestamp></header><metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.${n % 100_000}</id><created>2024-01-01</created><authors><author><keyname>Byron</keyname><forenames>Ada</forenames></author></authors><title>A Paper with Number ${n}</title><categories>cs.CL cs.AI</categories><abstract>${abstract}</abstract></arXiv></metadata></record>\n`
}

function oaiAround(): [string, string] {
  const open = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
  return [`<?xml version="1.0" encoding="UTF-8"?>\n${open}\n`, '</ListRecords></OAI-PMH>\n']
}

async function ours(input: AsyncGenerator<Buffer>): Promise<number> {
  const { entries } = await openDump(input, { format: 'auto', maxInflatedBytes: 1e12, day: '2026-11-24' })
  let records = 0
  for await (const { kind } of entries) if (kind === 'record') records += 1
  return records
}

async function bareJson(input: AsyncGenerator<Buffer>): Promise<number> {
  let records = 0
  let rest = ''
  const decoder = new StringDecoder('utf8')
  for await (const block of input) {
    const lines = (rest + decoder.write(block)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line !== '' && typeof JSON.parse(line) === 'object') records += 1
    }
  }
  return records
}

async function bareSax(input: AsyncGenerator<Buffer>): Promise<number> {
  let records = 0
  const decoder = new StringDecoder('utf8')
  const parser = new SaxesParser()
  parser.on('closetag', ({ name }) => {
    if (name === 'record') records += 1
  })
  for await (const block of input) parser.write(decoder.write(block))
  parser.close()
  return records
}

await main()
