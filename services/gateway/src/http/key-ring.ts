import { type ApiKeys, hashKey, type KnownKey } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'

/** A key that is revoked on another gateway is known here for at most so long. */
const FRESH_MS = 2_000
const NOTE_USE_MS = 60_000

export type KeyRing = {
  /** The key in force, if it is one; asks the database at most once in two seconds. */
  find(key: string): Promise<KnownKey | null>
  /** The keys have changed here: the next question is a fresh one. */
  forget(): void
}

type Deps = { keys: Pick<ApiKeys, 'inForce' | 'used'>; log: Pick<Log, 'warn'>; now?: () => number }
type Loaded = { at: number; byHash: Map<string, KnownKey> }

/** All keys in force, by hash, in memory: how long a look-up takes tells nothing of them. */
export function keyRing({ keys, log, now = Date.now }: Deps): KeyRing {
  let loaded: Loaded = { at: Number.NEGATIVE_INFINITY, byHash: new Map() }
  let loading: Promise<void> | undefined
  const notedAt = new Map<string, number>()

  async function load(): Promise<void> {
    const at = now()
    try {
      const known = await keys.inForce()
      loaded = { at, byHash: new Map(known.map((key) => [key.hash, key])) }
    } catch (err) {
      // The keys of before go on, as readers do: what they open needs the database anyway.
      log.warn({ err }, 'keys could not be read')
      loaded = { ...loaded, at }
    } finally {
      loading = undefined
    }
  }
  const noteUse = (id: string) => {
    if (now() - (notedAt.get(id) ?? Number.NEGATIVE_INFINITY) < NOTE_USE_MS) return
    notedAt.set(id, now())
    void keys.used([id]).catch((err: unknown) => log.warn({ err }, 'use of a key not noted'))
  }
  return {
    async find(key) {
      if (now() - loaded.at >= FRESH_MS) {
        loading ??= load()
        await loading
      }
      const found = loaded.byHash.get(hashKey(key)) ?? null
      if (found) noteUse(found.id)
      return found
    },
    forget() {
      loaded = { ...loaded, at: Number.NEGATIVE_INFINITY }
    },
  }
}
