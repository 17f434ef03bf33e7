import { CURSOR_LIFE_MS } from '../cursor-life.ts'

export type Ranked = { id: string; score: number | null }
type Snapshot = { ranked: Ranked[]; usedAt: number }

export type Snapshots = {
  add(ranked: Ranked[], now: number): string
  /** Undefined once it has expired or had to make room. */
  use(id: string, now: number): Ranked[] | undefined
}

/** The ordered papers behind cursors. Bounded: the one not used for longest makes room. */
export function snapshots(options: { maxCount: number; maxPapers: number }): Snapshots {
  const kept = new Map<string, Snapshot>()
  let papers = 0
  const remove = (id: string) => {
    papers -= kept.get(id)?.ranked.length ?? 0
    kept.delete(id)
  }
  const makeRoom = (now: number) => {
    for (const [id, snapshot] of kept) {
      // The last one stays, however large: without it no cursor over a large result would work.
      const full = kept.size > 1 && (kept.size > options.maxCount || papers > options.maxPapers)
      if (full || now - snapshot.usedAt > CURSOR_LIFE_MS) remove(id)
    }
  }
  return {
    add(ranked, now) {
      const id = crypto.randomUUID()
      kept.set(id, { ranked, usedAt: now })
      papers += ranked.length
      makeRoom(now)
      return id
    },
    use(id, now) {
      makeRoom(now)
      const snapshot = kept.get(id)
      if (!snapshot) return undefined
      kept.delete(id)
      kept.set(id, { ...snapshot, usedAt: now })
      return snapshot.ranked
    },
  }
}
