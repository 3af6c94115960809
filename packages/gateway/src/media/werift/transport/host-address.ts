import { isIPv4 } from 'node:net'
import type { networkInterfaces } from 'node:os'

/** The interfaces of a machine, as `os.networkInterfaces()` tells them. */
export type NetworkInterfaces = ReturnType<typeof networkInterfaces>

/** Which of a machine's addresses are wanted. */
export interface HostAddressOptions {
  readonly listenAddresses: readonly string[]
  readonly includeLoopback: boolean
}

const loopback = '127.0.0.1'
const wildcards: readonly string[] = ['0.0.0.0', '::']

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:')
}

function discover(interfaces: NetworkInterfaces): readonly string[] {
  const addresses = Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .map(({ address }) => address)
  const ipv4 = addresses.filter((address) => isIPv4(address))
  if (ipv4.length > 0) return ipv4
  return addresses.length > 0 ? addresses : [loopback]
}

/**
 * The addresses to bind a socket to, each by itself: a socket on the wildcard address would answer connectivity checks
 * from whatever address the route prefers, and the device would refuse such an answer.
 */
export function selectHostAddresses(options: HostAddressOptions, interfaces: NetworkInterfaces): readonly string[] {
  const named = options.listenAddresses.filter((address) => !wildcards.includes(address))
  const addresses = named.length > 0 ? named : discover(interfaces)
  return [...new Set(options.includeLoopback ? [...addresses, loopback] : addresses)]
}
