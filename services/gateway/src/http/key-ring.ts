import { setTimeout as wait } from 'node:timers/promises'
import { type ApiKeys, hashKey, type KnownKey, looksLikeKey } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'

/** A key that is revoked on another gateway is known here for at most so long. */
const FRESH_MS = 2_000
/** An unknown key may have been made a moment ago elsewhere: the keys are read anew for it, so often at most. */
const ANEW_MS = 100
const NOTE_USE_MS = 60_000

export type KeyRing = {
  /** The key in force, if it is one. */
  find(key: string): Promise<KnownKey | null>
  /** The keys have changed here: the next question is a fresh one. One that is revoked opens nothing from now on. */
  forget(revokedId?: string): void
}

type Deps = { keys: Pick<ApiKeys, 'inForce' | 'used'>; log: Pick<Log, 'warn'>; now?: () => number }
type Loaded = { at: number; byHash: Map<string, KnownKey> }

/** All keys in force, by hash, in memory: how long a look-up takes tells nothing of them. */
export function keyRing({ keys, log, now = Date.now }: Deps): KeyRing {
  let loaded: Loaded = { at: Number.NEGATIVE_INFINITY, byHash: new Map() }
  let loading: Promise<void> | undefined
  const notedAt = new Map<string, number>()
  let changes = 0
  // Not left to the next reading: while there is none, the keys of before go on.
  const revoked = new Set<string>()

  async function load(): Promise<void> {
    const [begun, before] = [now(), changes]
    try {
      const known = await keys.inForce()
      // What changed here meanwhile may be missing in it.
      const at = before === changes ? begun : Number.NEGATIVE_INFINITY
      loaded = { at, byHash: new Map(known.map((key) => [key.hash, key])) }
    } catch (err) {
      // The keys of before go on, as readers do: what they open needs the database anyway.
      log.warn({ err }, 'keys could not be read')
      loaded = { ...loaded, at: begun }
    } finally {
      loading = undefined
    }
  }
  /** Until what is loaded was read at this time or later. */
  async function since(asked: number): Promise<void> {
    while (loaded.at < asked) {
      loading ??= wait(Math.max(0, Math.min(ANEW_MS, loaded.at + ANEW_MS - now()))).then(load)
      await loading
    }
  }
  const noteUse = (id: string) => {
    if (now() - (notedAt.get(id) ?? Number.NEGATIVE_INFINITY) < NOTE_USE_MS) return
    notedAt.set(id, now())
    void keys.used([id]).catch((err: unknown) => log.warn({ err }, 'use of a key not noted'))
  }
  return {
    async find(key) {
      if (!looksLikeKey(key)) return null
      const asked = now()
      const hash = hashKey(key)
      if (asked - loaded.at >= FRESH_MS || !loaded.byHash.has(hash)) await since(asked)
      const found = loaded.byHash.get(hash)
      if (!found || revoked.has(found.id)) return null
      noteUse(found.id)
      return found
    },
    forget(revokedId) {
      changes += 1
      if (revokedId !== undefined) revoked.add(revokedId)
      loaded = { ...loaded, at: Number.NEGATIVE_INFINITY }
    },
  }
}
