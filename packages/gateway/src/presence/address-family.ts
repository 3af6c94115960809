import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** By which version of the Internet Protocol a device is connected. */
export const addressFamilies = ['IPv4', 'IPv6'] as const

/** One of {@link addressFamilies}. */
export type AddressFamily = (typeof addressFamilies)[number]

/** The family of an address; undefined for what is none, as that of a socket which is closed already. */
export function addressFamilyOf(address: string | undefined): AddressFamily | undefined {
  if (address === undefined) return undefined
  // The usual case, spared the reading.
  if (isIPv4(address)) return 'IPv4'
  if (!ipaddr.isValid(address)) return undefined
  // An IPv4 address on a socket that listens for both reads ::ffff:192.0.2.1.
  return ipaddr.process(address) instanceof ipaddr.IPv6 ? 'IPv6' : 'IPv4'
}
