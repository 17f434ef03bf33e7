import { type Database, dumpsAdmin, dumpsRead, undoStore } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { undoDump } from '../src/undo/undo-dump.ts'

const log = createLogger('parser', 'silent')

/** Undoes a dump, from the operator's wish to its end. `papers`: so many a step. */
export async function takeBackAll(db: Database, dumpId: string, papers = 500) {
  await dumpsAdmin(db).undo(dumpId)
  const undo = undoDump({ undos: undoStore(db), queue: { send: async () => {} }, log, papers })
  await undo({ dumpId }, { signal: new AbortController().signal })
  return dumpsRead(db).get(dumpId)
}
