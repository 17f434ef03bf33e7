import type { Log } from '@paperboy/service-kit'

/** What only adds to an answer. Where it fails, the answer stands without it: undefined, and a line in the log. */
export type Extra = <T>(what: string, asked: Promise<T>) => Promise<T | undefined>

export const extras =
  (log: Pick<Log, 'warn'>): Extra =>
  (what, asked) =>
    asked.catch((err: unknown) => {
      log.warn({ err, what }, 'searched without what only adds to it')
      return undefined
    })
