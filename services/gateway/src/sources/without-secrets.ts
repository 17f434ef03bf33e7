import type { Source } from '@paperboy/contracts'

/** For who may only look: an address may hold a key in its query. */
export function withoutSecrets(source: Source): Source {
  const url = source.url.replace(/^(https?:\/\/)[^/?#]*@/i, '$1…@').replace(/[?#].*$/s, '?…')
  return { ...source, url }
}
