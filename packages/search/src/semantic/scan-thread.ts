import { Worker } from 'node:worker_threads'
import type { Operations, Reply, Request } from './scan-worker.ts'

type Input<N extends keyof Operations> = Parameters<Operations[N]>[0]
export type ScanThread = {
  /** Rejects, and ends the thread, where it cannot hold any vectors. */
  begun: Promise<void>
  /** Rejects when the thread has ended. */
  call<N extends keyof Operations>(name: N, input: Input<N>): Promise<ReturnType<Operations[N]>>
  /** Whether it has ended by itself, and with it what it held. */
  ended(): boolean
  close(): Promise<void>
}
type Pending = { resolve(output: unknown): void; reject(error: Error): void }

/** Vectors are held and scanned in a thread of their own, so that nobody else waits meanwhile. */
export function scanThread(maxBytes: number): ScanThread {
  const pending = new Map<number, Pending>()
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { name: 'vector-scan' })
  let calls = 0
  let ended = false
  const end = (cause: unknown) => {
    ended = true
    for (const { reject } of pending.values()) reject(new Error('The vectors are gone.', { cause }))
    pending.clear()
  }
  worker.on('message', (reply: Reply) => {
    const waiting = pending.get(reply.call)
    pending.delete(reply.call)
    if ('error' in reply) waiting?.reject(new Error(reply.error))
    else waiting?.resolve(reply.output)
  })
  worker.on('error', end)
  worker.on('exit', end)
  const call: ScanThread['call'] = (name, input) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(new Error('The vectors are gone.'))
      const call = ++calls
      pending.set(call, { resolve: (output) => resolve(output as never), reject })
      worker.postMessage({ call, name, input } satisfies Request)
    })
  const begun = call('begin', { maxBytes })
  begun.catch(() => worker.terminate())
  return {
    begun,
    call,
    ended: () => ended,
    close: async () => {
      await worker.terminate()
    },
  }
}
