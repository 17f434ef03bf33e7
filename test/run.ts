import { startEngines } from './engines.ts'
import { runVitest, type Totals } from './vitest-run.ts'

/**
 * node test/run.ts [--unit] [filters and options of vitest]
 *
 * Starts the engines, runs the tests against them, stops the engines. The last line is the result.
 */
async function main(args: string[]): Promise<Totals> {
  const unitOnly = args.includes('--unit')
  const filters = args.filter((arg) => arg !== '--unit')
  const stopped = stopSignal()
  if (unitOnly) return await runVitest(['--project', 'unit', ...filters], {}, stopped)
  const engines = await startEngines(stopped)
  try {
    return await runVitest(filters, engines.environment, stopped)
  } finally {
    await engines.stop()
  }
}

function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A second Ctrl-C changes nothing: the engines are being stopped already.
    process.on(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
  }
  return stopping.signal
}

const totals = await main(process.argv.slice(2)).catch((error: unknown): Totals => {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1, skipped: 0 }
})
if (totals.passed + totals.failed === 0) console.error('No test ran: that counts as a failure.')
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
