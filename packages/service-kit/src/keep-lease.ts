/**
 * Renews a lease until it is stopped. A renewal that fails is no matter: the fence decides, not the clock. While one
 * waits no other is begun, so that a slow database is not asked for connection after connection.
 */
export function keepLease(renew: () => Promise<unknown>, everyMs: number): { stop(): void } {
  let renewing = false
  const timer = setInterval(() => {
    if (renewing) return
    renewing = true
    void renew()
      .catch(() => {})
      .finally(() => {
        renewing = false
      })
  }, everyMs)
  return { stop: () => clearInterval(timer) }
}
