import { AppError } from '@paperboy/service-kit'
import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'
import type { DigestReader, Index, PaperReader } from '../deps.ts'

export type ToolDeps = {
  index: Pick<Index, 'search' | 'similar'>
  papers: PaperReader
  digests: DigestReader
  /** What links begin with. */
  base: string
}

type About = { name: string; title: string; description: string }
export type Tool = About & {
  input: TObject
  run(deps: ToolDeps, given: unknown): Promise<Record<string, unknown>>
}

/** A tool whose `work` gets what its schema promises. */
export function tool<T extends TObject>(
  about: About,
  input: T,
  work: (deps: ToolDeps, given: Static<T>) => Promise<Record<string, unknown>>,
): Tool {
  return {
    ...about,
    input,
    run(deps, given) {
      const value = Value.Default(input, Value.Clone(given ?? {}))
      if (Value.Check(input, value)) return work(deps, value)
      const [fault] = Value.Errors(input, value)
      const field = fault?.instancePath.split('/').filter(Boolean).join('.') || 'The arguments'
      throw new AppError(
        'BAD_REQUEST',
        `${field} ${fault?.keyword === 'boolean' ? 'is not an argument of this tool' : fault?.message}.`,
      )
    },
  }
}
