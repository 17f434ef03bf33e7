/** At most `size` holders at once, the others in the order in which they came. */
export function semaphore(size: number) {
  const waiting: (() => void)[] = []
  let held = 0
  return {
    get idle() {
      return held === 0
    },
    async acquire(): Promise<void> {
      held += 1
      if (held > size) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    release(): void {
      held -= 1
      waiting.shift()?.()
    },
  }
}
