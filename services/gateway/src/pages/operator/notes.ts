/** What the page after an act says; only these, so that nobody can put words there by a link. */
const notes: Record<string, string> = {
  stored: 'Stored. What becomes of it is shown here.',
  duplicate: 'These bytes were fed before: this is the same dump.',
  replayed: 'The dump is being replayed.',
  'rejects-replayed': 'The rejects of the dump are being replayed.',
  'no-rejects': 'It has no rejects: nothing was done.',
  undone: 'The dump is being undone.',
  resent: 'The mail is sent again.',
  dropped: 'The mail is given up.',
  sending: 'The mailer plans and sends it now.',
  retried: 'What had failed is tried again.',
  requeued: 'All outstanding work is requeued.',
  saved: 'The source is saved.',
  polled: 'The source is asked within seconds. Look again for its outcome.',
  paused: 'The source is paused.',
  resumed: 'The source goes on.',
  removed: 'The source is removed.',
  revoked: 'The key is revoked.',
  'signed-out': 'Everybody else is signed out.',
  unsubscribed: 'The subscriber gets no more mails.',
  erased: 'Everything about the subscriber is deleted.',
  reindexing: 'A new search index is being built behind the present one.',
}

const begun = new Set(['stored', 'replayed', 'rejects-replayed', 'undone'])

/** Whether it says that work on a dump has begun: not true any more once the dump has ended. */
export function isOfBeginning(done: string): boolean {
  return begun.has(done)
}

export function noteOf(done: string): string | null {
  return Object.hasOwn(notes, done) ? (notes[done] ?? null) : null
}
