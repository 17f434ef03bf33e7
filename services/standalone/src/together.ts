/** Disposables that are disposed side by side, so that their deadlines do not add up. */
export function together(): AsyncDisposable & { add(disposable: AsyncDisposable): void } {
  const all: AsyncDisposable[] = []
  return {
    add: (disposable) => void all.push(disposable),
    async [Symbol.asyncDispose]() {
      const ended = await Promise.allSettled(all.map((disposable) => disposable[Symbol.asyncDispose]()))
      const failed = ended.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    },
  }
}
