import { setImmediate } from 'node:timers/promises'

const AT_ONCE = 500

/** The items in order, with a moment in between for the other work of the process, such as renewing its locks. */
export async function* unhurried<T>(items: T[]): AsyncGenerator<T> {
  for (const [n, item] of items.entries()) {
    if (n % AT_ONCE === 0) await setImmediate()
    yield item
  }
}
