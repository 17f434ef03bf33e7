const MAX_LENGTH = 500

/** The address for a link, when a reader can follow it; others, like `javascript:`, are none. */
export function webAddress(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  // `https://github.com@evil.example/` reads as another host than it leads to.
  if (url.username || url.password || url.href.length > MAX_LENGTH) return null
  return url.href
}
