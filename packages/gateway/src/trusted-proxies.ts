import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'

/** Knows whom a request comes from, also through proxies. */
export interface TrustedProxies {
  /** Whether what is at an address is believed when it says for whom it asks. */
  isTrusted(address: string | undefined): boolean
  /**
   * The address that a request comes from: X-Forwarded-For is read from the right, where each proxy adds whom it was
   * asked by, for as long as those who added are trusted. What stands further left anybody may have made up.
   */
  clientAddressOf(request: RequestOrigin): string | undefined
}

/** What {@link TrustedProxies} looks at. */
interface RequestOrigin {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * Trust the proxies at some addresses.
 *
 * @param ranges - IP addresses, and address ranges in CIDR notation
 */
export function createTrustedProxies(ranges: readonly string[]): TrustedProxies {
  const trusted = ranges.map((range) => ipaddr.parseCIDR(range.includes('/') ? range : oneAddress(range)))
  const isTrusted = (address: string | undefined): boolean =>
    // An IPv4 address on a socket that listens for both reads ::ffff:192.0.2.1.
    address !== undefined &&
    ipaddr.isValid(address) &&
    ipaddr.subnetMatch(ipaddr.process(address), { trusted }, 'nobody') === 'trusted'
  return {
    isTrusted,
    clientAddressOf({ headers, socket }) {
      let address = socket.remoteAddress
      const hops = trusted.length === 0 ? [] : readHops(headers['x-forwarded-for'])
      for (let hop = hops.pop(); hop !== undefined && isTrusted(address); hop = hops.pop()) address = hop
      return address
    },
  }
}

function oneAddress(address: string): string {
  return `${address}/${ipaddr.parse(address).kind() === 'ipv4' ? 32 : 128}`
}

/** From the client to the last proxy. */
function readHops(header: string | string[] | undefined): string[] {
  return String(header ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
}
