import { Cron } from 'croner'
import { type Static, Type } from 'typebox'

const MIB = 1024 ** 2
const DAY_MS = 86_400_000

/** A source that is polled on a schedule, as an operator writes it. */
export const SourceConfig = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
      description: 'it must have 1 to 64 small letters, digits and "-"',
    }),
    url: Type.String({
      pattern: '^https?://[^\\s]+$',
      maxLength: 2_000,
      description:
        'it must be a web address; {day} is the present day, {since} the day of the last answer that was read to its end (UTC)',
    }),
    format: Type.String({ default: 'auto' }),
    cron: Type.String({ maxLength: 200 }),
    timeZone: Type.String({ default: 'UTC', maxLength: 100 }),
    oai: Type.Boolean({
      default: false,
      description: 'an answer of OAI-PMH goes on in further pages, each a dump of its own',
    }),
    allowPrivate: Type.Boolean({
      default: false,
      description: 'whether it may lead to addresses outside the public network',
    }),
    timeoutMs: Type.Integer({ default: 120_000, minimum: 100, maximum: 3_600_000 }),
    maxBytes: Type.Integer({ default: 256 * MIB, minimum: 1 }),
    pauseMs: Type.Integer({
      default: 3_000,
      minimum: 0,
      maximum: 60_000,
      description: 'between two pages: arXiv wants three seconds',
    }),
  },
  { $id: 'SourceConfig', additionalProperties: false },
)
export type SourceConfig = Static<typeof SourceConfig>

/** What is wrong with it beyond its shape. `formats` are the names beside "auto". */
export function sourceFaults(
  { url, format, cron, timeZone }: SourceConfig,
  formats: readonly string[],
): string[] {
  const known = format === 'auto' || formats.includes(format)
  return [
    ...(known ? [] : [`format must be one of auto, ${formats.join(', ')}`]),
    ...addressFaults(addressOf(url, { now: new Date(0), since: null })),
    ...cronFaults(cron, timeZone),
  ]
}

/** A name and a password in an address go wherever the address is shown, and no request would carry them. */
function addressFaults(address: string): string[] {
  const url = URL.parse(address)
  if (!url) return ['url is no address']
  return url.username === '' && url.password === '' ? [] : ['url must have no user:password@']
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

/** A source that was never read is asked for what is new since yesterday. */
export function addressOf(url: string, { now, since }: { now: Date; since: Date | null }): string {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const from = since ?? new Date(Math.max(0, now.getTime() - DAY_MS))
  return url.replaceAll('{day}', day(now)).replaceAll('{since}', day(from))
}
