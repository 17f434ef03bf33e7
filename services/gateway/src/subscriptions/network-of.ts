import ipaddr from 'ipaddr.js'

const IPV4_BYTES = 3
const IPV6_BYTES = 7

/** The network a client is in: its IPv4 /24 or IPv6 /56, which is about one household or one small site. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  // ::ffff:1.2.3.4 is 1.2.3.4.
  const parsed = ipaddr.process(address)
  const bytes = parsed.toByteArray().slice(0, parsed.kind() === 'ipv4' ? IPV4_BYTES : IPV6_BYTES)
  return `${parsed.kind()} ${bytes.join('.')}`
}
