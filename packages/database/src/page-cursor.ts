import { AppError } from '@paperboy/service-kit'

/** Opaque and URL-safe: the sort key of the last row of a page. */
export function encodeCursor(key: string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The sort key in a cursor; throws BAD_REQUEST for anything that is not a cursor of `length` values. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === length && key.every((value) => typeof value === 'string'))
      return key
  } catch {
    // Falls through to the one error that a caller can act on.
  }
  throw new AppError('BAD_REQUEST', 'cursor is not one of this list. Start again without it.')
}
