import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pythonWith } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../e2e/api.ts'
import { type System, startEmbedded } from '../e2e/system.ts'
import { dailyRecords } from './records.ts'

const INSTALL_MS = 600_000
const RUN_MS = 100_000
/** Week 44 of 2025 and its month; the last one is the newest digest. */
const DAYS = ['2025-10-27', '2025-10-29', '2025-11-02', '2025-11-05']
const PER_DAY = 30

let system: System

beforeAll(async () => {
  system = await startEmbedded()
  const client = api(system)
  for (const [at, day] of DAYS.entries()) {
    const fed = await client.feed(
      dailyRecords(day, at * PER_DAY, PER_DAY),
      `?date=${day}&filename=${day}.jsonl`,
    )
    const ended = await client.ended(fed.body.id)
    expect(ended).toMatchObject({ status: 'done', counts: { created: PER_DAY, rejected: 0 } })
  }
})
afterAll(() => system?.stop())

/** The newest of each at the time of writing, and the old ones that are still in use. */
test.each([
  ['huggingface_hub==2.4.0', 'hub_papers.py'],
  ['huggingface_hub==0.26.5', 'hub_papers_0_26.py'],
  ['arxiv==4.0.2', 'arxiv_client.py'],
  ['arxiv==2.1.3', 'arxiv_client.py'],
  ['feedparser==6.0.14', 'feed_reader.py'],
])(
  '%s is content (%s)',
  async (requirement, script) => {
    const python = await pythonWith([requirement], () => {})
    const options = {
      cwd: system.folder,
      timeout: RUN_MS,
      env: {
        PATH: process.env.PATH,
        // No home of the machine: what the clients cache and read stays in the folder of the test.
        HOME: system.folder,
        PAPERBOY_URL: system.url,
        HF_ENDPOINT: system.url,
        HF_HUB_DISABLE_TELEMETRY: '1',
      },
    }
    const run = promisify(execFile)(python, [join(import.meta.dirname, script)], options)
    const { stderr } = await run.catch((error: { stderr?: string; message: string }) => {
      throw new Error(error.stderr || error.message)
    })
    expect(stderr).toMatch(/^Ran [1-9]\d* tests? in [\s\S]*^OK$/m)
  },
  INSTALL_MS,
)
