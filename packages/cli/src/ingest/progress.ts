import type { Dump } from '@paperboy/contracts'
import { isTerminal, type Surroundings } from '../terminal.ts'
import { progressBars } from './progress-bars.ts'
import { progressLines } from './progress-lines.ts'
import type { Source } from './source.ts'

/** What people see while files are fed: for each file first the bytes sent, then the state of its dump. */
export type Progress = {
  sent(source: Source, bytes: number): void
  seen(source: Source, dump: Dump): void
  failed(source: Source): void
  stop(): void
}

export function progress(to: Surroundings): Progress {
  return isTerminal(to.stderr, to.env) ? progressBars(to.stderr, to.env) : progressLines(to.stderr)
}
