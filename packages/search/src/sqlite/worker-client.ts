import { Worker } from 'node:worker_threads'
import { AppError } from '@paperboy/service-kit'
import type { Operations, Reply, Request } from './worker.ts'

type Input<N extends keyof Operations> = Parameters<Operations[N]> extends [infer I] ? I : undefined
export type WorkerClient = {
  call<N extends keyof Operations>(name: N, input: Input<N>): Promise<ReturnType<Operations[N]>>
  close(): Promise<void>
}
type Pending = { resolve(output: unknown): void; reject(error: Error): void }

/** SQLite is synchronous, so it runs in a thread; a thread that dies fails its calls and is started again. */
export function workerClient(): WorkerClient {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let calls = 0
  const fail = (cause: unknown) => {
    worker = undefined
    for (const { reject } of pending.values())
      reject(unavailable('The search index stopped; try again.', cause))
    pending.clear()
  }
  const started = () => {
    if (worker) return worker
    const created = new Worker(new URL('./worker.ts', import.meta.url), { name: 'search-index' })
    created.on('message', (reply: Reply) => settle(pending, reply))
    created.on('error', (error) => worker === created && fail(error))
    created.on('exit', (code) => worker === created && fail(new Error(`exit code ${code}`)))
    worker = created
    return created
  }
  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        const call = ++calls
        pending.set(call, { resolve: (output) => resolve(output as never), reject })
        started().postMessage({ call, name, input } satisfies Request)
      }),
    async close() {
      const closing = worker
      fail(new Error('the index was closed'))
      await closing?.terminate()
    },
  }
}

function settle(pending: Map<number, Pending>, reply: Reply): void {
  const waiting = pending.get(reply.call)
  pending.delete(reply.call)
  if (!waiting) return
  if ('error' in reply)
    waiting.reject(
      unavailable(
        'The search index cannot be used now; try again.',
        new Error(`${reply.code}: ${reply.error}`),
      ),
    )
  else waiting.resolve(reply.output)
}

export function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('UNAVAILABLE', message, { cause, retryAfterSeconds: 5 })
}
