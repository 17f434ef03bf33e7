import { readFile } from 'node:fs/promises'
import { formatNamed, formatNames } from '@paperboy/formats'
import { EnvError } from '@paperboy/service-kit'
import { Cron } from 'croner'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const MIB = 1024 ** 2

/** One source as the operator writes it. */
export const SourceConfig = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
    /** `{day}` is the present day, `{since}` the day of the last answer that was read to its end (UTC). */
    url: Type.String({ pattern: '^https?://[^\\s]+$' }),
    format: Type.String({ default: 'auto' }),
    cron: Type.String(),
    timeZone: Type.String({ default: 'UTC' }),
    /** An answer of OAI-PMH goes on in further pages, each a dump of its own. */
    oai: Type.Boolean({ default: false }),
    allowPrivate: Type.Boolean({ default: false }),
    timeoutMs: Type.Integer({ default: 120_000, minimum: 100, maximum: 3_600_000 }),
    maxBytes: Type.Integer({ default: 256 * MIB, minimum: 1 }),
    /** Between two pages: arXiv wants three seconds. */
    pauseMs: Type.Integer({ default: 3_000, minimum: 0, maximum: 60_000 }),
  },
  { additionalProperties: false },
)
export type SourceConfig = Static<typeof SourceConfig>
const SourceFile = Type.Array(SourceConfig)

/** The file that SOURCES names. Throws one EnvError that names the place of every fault. */
export async function readSourceFile(path: string): Promise<SourceConfig[]> {
  const given = await readJson(path)
  const value = Value.Default(SourceFile, given)
  const faults = Value.Errors(SourceFile, value).map(
    ({ instancePath, message }) => `SOURCES: ${path}${instancePath || '/'} ${message}`,
  )
  if (faults.length > 0) throw new EnvError([...new Set(faults)])
  const sources = value as SourceConfig[]
  const names = sources.map(({ name }) => name)
  const meant = sources.flatMap((source, at) => {
    const twice = names.indexOf(source.name) === at ? [] : [`name: "${source.name}" is there twice`]
    return [...twice, ...faultsOf(source)].map((fault) => `SOURCES: ${path}/${at}/${fault}`)
  })
  if (meant.length > 0) throw new EnvError(meant)
  return sources
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new EnvError([`SOURCES: ${path} cannot be read as JSON: ${(error as Error).message}`])
  }
}

function faultsOf({ url, format, cron, timeZone }: SourceConfig): string[] {
  const known = format === 'auto' || formatNamed(format) !== undefined
  return [
    ...(known ? [] : [`format must be one of auto, ${formatNames.join(', ')}`]),
    ...(URL.canParse(addressOf(url, { now: new Date(0), since: null })) ? [] : ['url is no address']),
    ...cronFaults(cron, timeZone),
  ]
}

function cronFaults(cron: string, timeZone: string): string[] {
  try {
    return nextPoll({ cron, timeZone }, new Date()) ? [] : ['cron never comes']
  } catch (error) {
    return [`cron, timeZone: ${(error as Error).message}`]
  }
}

/** The next time that the schedule names; null where there is none. */
export function nextPoll(
  { cron, timeZone }: Pick<SourceConfig, 'cron' | 'timeZone'>,
  after: Date,
): Date | null {
  return new Cron(cron, { timezone: timeZone, paused: true }).nextRun(after)
}

const DAY_MS = 86_400_000

/** A source that was never read is asked for what is new since yesterday. */
export function addressOf(url: string, { now, since }: { now: Date; since: Date | null }): string {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const from = since ?? new Date(Math.max(0, now.getTime() - DAY_MS))
  return url.replaceAll('{day}', day(now)).replaceAll('{since}', day(from))
}
