import { type Context, report } from '../context.ts'
import { printable } from '../output/printable.ts'
import { table } from '../output/table.ts'
import { bodyOf } from '../rest-answer.ts'
import { isSure } from '../sure.ts'
import { UsageError } from '../usage-error.ts'

const NOT_DONE = 1
const SECOND_MS = 1_000
const MIB = 1024 ** 2
const HEAD = ['SOURCE', 'STATE', 'OUTCOME', 'FAILURES', 'NEXT', 'SCHEDULE', 'ADDRESS']

type Sources = Awaited<ReturnType<typeof listOf>>['items']
type Source = Sources[number]

const listOf = ({ client }: Context) => bodyOf(client.rest.GET('/v1/sources'))
const at = (name: string) => ({ params: { path: { name } } })

export async function sources(context: Context): Promise<undefined> {
  const list = await listOf(context)
  report(context, list, ({ items }) => table(HEAD, items.map(row)))
  if (list.items.length === 0) context.tell(`Nothing is polled: see "${context.self} source save --help".`)
}

function row({ name, url, cron, timeZone, outcome, failures, nextAt, pausedAt, checkedAt }: Source) {
  const state = pausedAt ? 'paused' : failures > 0 ? 'failed' : checkedAt ? 'done' : 'new'
  const next = pausedAt ? null : nextAt.slice(0, 16).replace('T', ' ')
  return [name, state, outcome, failures, next, `${cron} ${timeZone}`, url]
}

export type SaveOptions = {
  cron?: string
  format?: string
  timeZone?: string
  oai?: boolean
  allowPrivate?: boolean
  timeout?: number
  maxMib?: number
  pause?: number
}

/** What is not said stays as it is; a new source has the defaults of the API. */
export async function saveSource(
  context: Context,
  options: SaveOptions,
  [name = '', url]: string[],
): Promise<undefined> {
  const known = (await listOf(context)).items.find((source) => source.name === name)
  const address = url ?? known?.url
  const cron = options.cron ?? known?.cron
  if (!address || !cron) throw new UsageError('A new source needs an address and --cron.')
  const { format, timeZone, oai, allowPrivate, timeoutMs, maxBytes, pauseMs } = known ?? defaults
  const body = {
    ...{ url: address, cron, format: options.format ?? format, timeZone: options.timeZone ?? timeZone },
    ...{ oai: options.oai ?? oai, allowPrivate: options.allowPrivate ?? allowPrivate },
    timeoutMs: options.timeout === undefined ? timeoutMs : options.timeout * SECOND_MS,
    maxBytes: options.maxMib === undefined ? maxBytes : options.maxMib * MIB,
    pauseMs: options.pause === undefined ? pauseMs : options.pause * SECOND_MS,
  }
  const saved = await bodyOf(context.client.rest.PUT('/v1/sources/{name}', { ...at(name), body }))
  report(context, saved, (source) => [`${source.name} is ${known ? 'changed' : 'added'}`])
}

const defaults = {
  ...{ format: 'auto', timeZone: 'UTC', oai: false, allowPrivate: false },
  ...{ timeoutMs: 120 * SECOND_MS, maxBytes: 256 * MIB, pauseMs: 3 * SECOND_MS },
}

const steps = {
  poll: 'is asked within seconds',
  pause: 'is paused',
  resume: 'goes on',
} as const

export function stepSource(step: keyof typeof steps) {
  return async (context: Context, _: object, [name = '']: string[]): Promise<undefined> => {
    const source = await bodyOf(context.client.rest.POST(`/v1/sources/{name}/${step}`, at(name)))
    report(context, source, () => [`${source.name} ${steps[step]}`])
  }
}

export async function removeSource(
  context: Context,
  options: { yes?: boolean },
  [name = '']: string[],
): Promise<number | undefined> {
  if (!(await isSure(context, options, `Remove the source ${printable(name)}? Its dumps stay.`)))
    return NOT_DONE
  await context.client.rest.DELETE('/v1/sources/{name}', at(name))
  report(context, { removed: name }, () => [`${printable(name)} is removed`])
}
