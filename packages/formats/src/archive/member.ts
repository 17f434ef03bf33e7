/** One file of an archive. Its name is for people only: it may hold "..", or be like another's. */
export type Member = {
  name: string
  /** Throws DumpCut where the file is damaged, and DumpError where it cannot be read or passes a limit. */
  bytes: AsyncGenerator<Uint8Array>
}

const MAX_NAME_CHARS = 512

/** A name as it can be stored and shown: without control characters and marks that turn text around. */
export function memberName(name: string): string {
  const shown = name.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, '').slice(0, MAX_NAME_CHARS)
  return shown.toWellFormed() || 'without a name'
}

/** What a Mac or a file manager adds for itself: nobody means to feed it. */
export const isOfTheSystem = (name: string): boolean =>
  /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name)
