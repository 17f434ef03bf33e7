import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { ledger, noFaults } from './ledger.ts'
import { heldChunks, untilResumed } from './recovery.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 50_000
const FILES = ['records-00.jsonl.zst', 'records-01.jsonl.zst', 'records-02.jsonl.zst']
/** So many chunks are parsed when the next kill comes. */
const KILLS_AT = [5, 12, 19, 26, 33, 40]
const DONE_MS = 600_000

type Say = (line: string) => void

/**
 * 50,000 real records on the distributed stack, parser and indexer killed (-9) in mid-ingest and started
 * again: all accounted for, none twice, the index equal to Postgres. Throws when that is not so.
 */
export async function fiftyThousand(dataFolder: string, say: Say): Promise<void> {
  const dump = await firstRecords(join(dataFolder, 'load'))
  const stack = await startStack()
  try {
    const began = performance.now()
    const { body } = await stack.client.feed(dump)
    const recovery = await killAgainAndAgain(stack, body.id)
    const { status, counts } = await stack.client.ended(body.id, DONE_MS)
    const seconds = (performance.now() - began) / 1000
    say(`${JSON.stringify(counts)} in ${seconds.toFixed(1)} s`)
    say(`killed chunks were resumed after ${recovery.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}`)
    assert.equal(status, 'done')
    assert.equal(counts.records, RECORDS)
    assert.equal(counts.created + counts.updated + counts.unchanged + counts.rejected, RECORDS)
    await expectNoFaults(stack, say)
    await expectReplayChangesNothing(stack, body.id)
    await expectNoFaults(stack, say)
  } finally {
    await stack.stop()
  }
}

async function firstRecords(folder: string): Promise<string> {
  const lines: string[] = []
  for (const file of FILES) {
    const text = zstdDecompressSync(await readFile(join(folder, file))).toString('utf8')
    lines.push(...text.split('\n').filter(Boolean))
  }
  assert.ok(lines.length >= RECORDS, `There are ${lines.length} records in ${folder}; ${RECORDS} are needed.`)
  return lines.slice(0, RECORDS).join('\n')
}

/** Answers the times until the chunks of a killed parser were taken up again. */
async function killAgainAndAgain(stack: Stack, dumpId: string): Promise<number[]> {
  const resumed: Promise<number[]>[] = []
  for (const [index, chunks] of KILLS_AT.entries()) {
    await stack.parsed(dumpId, chunks)
    await stack.restart(index % 3 === 2 ? 'indexer' : 'parser')
    if (index % 3 === 2) continue
    resumed.push(untilResumed(stack.db, dumpId, await heldChunks(stack.db, dumpId)))
  }
  return (await Promise.all(resumed)).flat()
}

async function expectNoFaults({ system }: Stack, say: Say): Promise<void> {
  const found = await ledger(system, RECORDS)
  say(JSON.stringify(found))
  assert.deepEqual({ ...found, ...noFaults }, found)
}

async function expectReplayChangesNothing({ client }: Stack, dumpId: string): Promise<void> {
  const before = (await client.dump(dumpId)).counts
  await client.post(`/v1/dumps/${dumpId}/replay`)
  const { counts } = await client.ended(dumpId, DONE_MS)
  assert.deepEqual(counts, { ...before, created: 0, updated: 0, unchanged: RECORDS - before.rejected })
}
