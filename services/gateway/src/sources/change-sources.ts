import { nextPoll, type Source, type SourceConfig, sourceFaults } from '@paperboy/contracts'
import type { SourceAdmin } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'

export type SourceDeps = { sources: SourceAdmin; formats: readonly string[]; now: () => Date }

/** Adds a source, or changes the one of this name. */
export async function saveSource(
  { sources, formats, now }: SourceDeps,
  config: SourceConfig,
): Promise<{ source: Source; created: boolean }> {
  const faults = sourceFaults(config, formats)
  if (faults.length > 0) throw new AppError('BAD_REQUEST', `${faults.join('; ')}.`)
  const saved = await sources.save({ ...config, nextAt: nextPoll(config, now()) ?? now() })
  if (saved === 'file') throw fileSource(config.name)
  return { source: await sourceNamed(sources, config.name), created: saved === 'created' }
}

export async function removeSource({ sources }: Pick<SourceDeps, 'sources'>, name: string): Promise<void> {
  const done = await sources.remove(name)
  if (done === 'file') throw fileSource(name)
  if (done === 'none') throw noSource(name)
}

/** `poll`: at once, without waiting for its schedule. */
export type SourceStep = 'pause' | 'resume' | 'poll'

export async function stepSource(
  { sources }: Pick<SourceDeps, 'sources'>,
  name: string,
  step: SourceStep,
): Promise<Source> {
  const done = step === 'poll' ? await sources.pollNow(name) : await sources[step](name)
  if (done === 'paused')
    throw new AppError('CONFLICT', `The source ${name} is paused. Let it go on first, then it can be polled.`)
  if (done === 'none' || done === false) throw noSource(name)
  return sourceNamed(sources, name)
}

export async function sourceNamed(sources: Pick<SourceAdmin, 'list'>, name: string): Promise<Source> {
  const source = (await sources.list()).find((each) => each.name === name)
  if (!source) throw noSource(name)
  return source
}

function noSource(name: string): AppError {
  return new AppError('NOT_FOUND', `There is no source ${name.slice(0, 100)}. See /v1/sources.`)
}

function fileSource(name: string): AppError {
  return new AppError(
    'CONFLICT',
    `The source ${name} stands in the file that SOURCES names. Change it there and restart the fetcher; it can be paused here.`,
  )
}
