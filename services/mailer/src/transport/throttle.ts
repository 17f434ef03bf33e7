import { semaphore } from './semaphore.ts'
import { type Clock, tokenBucket } from './token-bucket.ts'

export type Rates = { perSecond: number; perDomainPerSecond: number; perDomainConcurrency: number }

type Domain = ReturnType<typeof createDomain>

const MAX_DOMAINS_KEPT = 10_000

/** Runs sends no faster than the rates allow, to all and to each domain of recipients. */
export function createThrottle(rates: Rates, clock: Clock, signal: AbortSignal) {
  const domains = new Map<string, Domain>()
  const all = tokenBucket(rates.perSecond, clock)

  function domainOf(name: string): Domain {
    const known = domains.get(name)
    if (known) return known
    if (domains.size >= MAX_DOMAINS_KEPT) forgetIdle(domains)
    const made = createDomain(rates, clock)
    domains.set(name, made)
    return made
  }

  return async <T>(name: string, send: () => Promise<T>): Promise<T> => {
    const domain = domainOf(name)
    await domain.slots.acquire()
    try {
      // The domain's wait first: a slow domain takes no turn of the others while it waits.
      await domain.rate(signal)
      await all(signal)
      return await send()
    } finally {
      domain.slots.release()
    }
  }
}

function createDomain(rates: Rates, clock: Clock) {
  return {
    slots: semaphore(rates.perDomainConcurrency),
    rate: tokenBucket(rates.perDomainPerSecond, clock),
  }
}

function forgetIdle(domains: Map<string, Domain>): void {
  for (const [name, { slots }] of domains) if (slots.idle) domains.delete(name)
}
