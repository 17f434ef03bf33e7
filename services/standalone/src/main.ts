import { join } from 'node:path'
import { createLogger, runService } from '@paperboy/service-kit'
import { readyText } from './ready-text.ts'
import { readSettings } from './settings.ts'
import { startStack } from './start-stack.ts'
import { untilReady, untilSearchable } from './until-searchable.ts'

const SEEDS = join(import.meta.dirname, '..', '..', '..', 'seeds')

await runService('standalone', async (stack, stopping) => {
  const env = await readSettings(process.env)
  const log = createLogger('standalone', env.LOG_LEVEL)
  const { url, seeded, database } = await startStack(stack, env, SEEDS, log)
  await untilSearchable(database, seeded, stopping)
  await untilReady(url, stopping)
  // In one piece: somebody may close the pipe after its first line, and a later write would then end all of it.
  const terminal = process.stdout.isTTY
  if (!stopping.aborted) process.stdout.write(readyText(env, { url, terminal }))
})
