import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * What an address is counted under: itself, or, since whoever has one IPv6 address has a whole /64 of them (RFC 4291
 * §2.5.1), that network.
 */
export function rateKeyOf(address: string | undefined): string {
  if (address === undefined) return ''
  // The usual case, spared the reading.
  if (isIPv4(address)) return address
  if (!ipaddr.isValid(address)) return ''
  // An IPv4 address on a socket that listens for both reads ::ffff:192.0.2.1.
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}
