/** A query as the index takes it: no engine keeps a NUL. */
export function queryText(q: string | undefined): string | undefined {
  return q?.replaceAll('\0', ' ').trim()
}
