import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatNames } from '@paperboy/formats'
import { describe, expect, test } from 'vitest'
import { hurts } from './hostile-dump.ts'

const MAX_MB = 300
const child = join(import.meta.dirname, 'hostile-dump.ts')

/** Each in a process of its own: only so the memory is that of this one dump. Two of them at the same time. */
describe.each(hurts)('%s', (hurt) => {
  test.concurrent.each(formatNames)(
    '%s: the record before it is read, the rest is accounted for, in little memory',
    { timeout: 120_000 },
    async (format) => {
      const { stdout } = await promisify(execFile)(process.execPath, [child, format, hurt])
      const { found, peakMb } = JSON.parse(stdout) as { found: string[]; peakMb: number }
      expect(found).toContain('record')
      expect(found.length).toBeGreaterThan(1)
      expect(peakMb).toBeLessThan(MAX_MB)
    },
  )
})
