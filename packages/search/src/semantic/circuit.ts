type Options = { failures: number; firstMs: number; maxMs: number; now: () => number }

/** Asks nobody who does not answer: after some failures in a row it is open for a time that doubles. */
export type Circuit = {
  isOpen(): boolean
  succeeded(): void
  /** `forMs` where the server said how long; true when this opened it. */
  failed(forMs?: number): boolean
  /** Until it closes; 0 when it is closed. */
  leftMs(): number
}

export function circuit({ failures, firstMs, maxMs, now }: Options): Circuit {
  let inARow = 0
  let until = 0
  const leftMs = () => Math.max(0, until - now())
  return {
    isOpen: () => leftMs() > 0,
    leftMs,
    succeeded() {
      inARow = 0
      until = 0
    },
    failed(forMs) {
      inARow++
      if (inARow < failures && forMs === undefined) return false
      const doubled = Math.min(maxMs, firstMs * 2 ** Math.max(0, inARow - failures))
      until = now() + Math.max(forMs ?? 0, doubled)
      return true
    },
  }
}
