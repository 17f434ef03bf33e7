/** Renews a lease until it is stopped. A renewal that fails is no matter: the fence decides, not the clock. */
export function keepLease(renew: () => Promise<void>, everyMs: number): { stop(): void } {
  const timer = setInterval(() => void renew().catch(() => {}), everyMs)
  return { stop: () => clearInterval(timer) }
}
