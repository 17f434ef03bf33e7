import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

const CONNECT_MS = 10_000

/** The source leads to an address that is not in the public network. */
class PrivateAddress extends Error {
  constructor(host: string) {
    super(
      `${host} is not a public address. If that is meant, let the source: --allow-private on the command line, "allowPrivate" in the API and in files.`,
    )
    this.name = 'PrivateAddress'
  }
}

/**
 * Connects to public addresses only. What is checked is the address that the socket then uses, so a name
 * that resolves to something else the second time gains nothing.
 */
export function guardedAgent(allowed: (address: string) => boolean = isPublic): Agent {
  const connect = buildConnector({ timeout: CONNECT_MS, lookup: lookupAmong(allowed) })
  return new Agent({
    connect(options, callback) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      // Of a literal address nothing is looked up.
      if (isIP(host) !== 0 && !allowed(host)) callback(new PrivateAddress(host), null)
      else connect(options, callback)
    },
  })
}

function lookupAmong(allowed: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const open = addresses.filter(({ address }) => allowed(address))
      const [first] = open
      if (!first) return callback(new PrivateAddress(host), [])
      return options.all ? callback(null, open) : callback(null, first.address, first.family)
    })
  }
}

export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}
