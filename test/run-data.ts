import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pageAndListing } from './data/page-and-listing.ts'
import { startEngines } from './engines.ts'
import { fiftyThousand } from './faults/fifty-thousand.ts'
import { runVitest } from './vitest-run.ts'

/**
 * node test/run-data.ts
 *
 * The checks on real data, which is not in the repository: PAPERBOY_DATA is its folder. Starts the
 * engines while the files are read, runs the other checks one after the other, stops the engines. The
 * last line is the result.
 */
const checks = {
  'a page and a listing of the same papers, in either order': pageAndListing,
  '50,000 records survive kill -9': fiftyThousand,
}

async function main(stopped: AbortSignal): Promise<{ passed: number; failed: number }> {
  const folder = resolve(process.env.PAPERBOY_DATA || join(import.meta.dirname, '..', '..', 'shared', 'data'))
  await access(folder).catch(() => {
    throw new Error(
      `There is no data in ${folder}. Set PAPERBOY_DATA to the folder that holds load/ and fixtures/.`,
    )
  })
  const [read, started] = await Promise.allSettled([
    runVitest(['--config', 'test/data/vitest.config.ts'], { PAPERBOY_DATA: folder }, stopped),
    startEngines(stopped),
  ])
  if (started.status === 'rejected') throw started.reason
  try {
    if (read.status === 'rejected') throw read.reason
    let { passed, failed } = read.value
    Object.assign(process.env, started.value.environment)
    for (const [name, check] of Object.entries(checks)) {
      const error = await check(folder, (line) => console.log(`  ${line}`)).then(() => null, reason)
      console.log(error === null ? `passed: ${name}` : `FAILED: ${name}\n${error}`)
      if (error === null) passed += 1
      else failed += 1
      stopped.throwIfAborted()
    }
    return { passed, failed }
  } finally {
    await started.value.stop()
  }
}

const reason = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : `${error}`

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
}
const { passed, failed } = await main(stopping.signal).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1 }
})
process.exitCode = failed > 0 ? 1 : 0
console.log(`${passed} passed, ${failed} failed, 0 skipped`)
