import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Says which addresses webhooks may not reach. */
export interface AddressGuard {
  /**
   * @param address - textual IPv4 or IPv6 address
   * @returns what kind of address it is, to be read after "which is"; undefined when it may be reached
   */
  refusalOf(address: string): string | undefined
}

/**
 * Addresses with which cloud machines ask for their own secrets, beside those that are link-local. Nobody's application
 * lives there.
 */
const metadataRanges = parseRanges([
  '100.100.100.200/32', // Alibaba Cloud
  '168.63.129.16/32', // Azure
  '192.0.0.192/32', // Oracle Cloud
  'fd00:ec2::/32', // AWS
  'fd20:ce::254/128', // Google Cloud
])

/** Ranges of ipaddr.js that are never reached, whatever the configuration says. */
const refusedKinds: Readonly<Record<string, string>> = {
  linkLocal: 'a link-local address',
  multicast: 'a multicast address',
  broadcast: 'the broadcast address',
  unspecified: 'an unspecified address',
}

/**
 * Make a guard. Loopback and private addresses may be reached unless they are denied: applications in development live
 * there.
 *
 * @param deniedRanges - in CIDR notation, such as `10.0.0.0/8`; IPv4 ranges cover the IPv6 addresses that embed IPv4 too
 * @throws TypeError for a range that is not in CIDR notation
 */
export function createAddressGuard(deniedRanges: readonly string[]): AddressGuard {
  const denied = parseRanges(deniedRanges)
  return {
    refusalOf(text) {
      if (!ipaddr.isValid(text)) return 'not an IP address'
      const parsed = ipaddr.parse(text)
      const addresses = [parsed, ...embeddedAddresses(parsed)]
      if (addresses.some((address) => isIn(address, metadataRanges))) return "a cloud provider's metadata address"
      const kind = addresses.map((address) => refusedKinds[address.range()]).find((refusal) => refusal !== undefined)
      if (kind !== undefined) return kind
      const isDenied = addresses.some((address) => isIn(address, denied))
      return isDenied ? 'an address that the operator of this gateway has denied' : undefined
    },
  }
}

function parseRanges(ranges: readonly string[]): readonly (readonly [Address, number])[] {
  return ranges.map((range) => {
    if (!ipaddr.isValidCIDR(range))
      throw new TypeError(`"${range}" is not a range in CIDR notation, such as 10.0.0.0/8`)
    return ipaddr.parseCIDR(range)
  })
}

function isIn(address: Address, ranges: readonly (readonly [Address, number])[]): boolean {
  return ranges.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits))
}

/** Where each IPv6 transition mechanism keeps the IPv4 address that packets are really for. */
const embeddings: readonly { readonly range: readonly [ipaddr.IPv6, number]; readonly firstByte: number }[] = [
  { range: ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), firstByte: 12 }, // IPv4-mapped (RFC 4291 §2.5.5.2)
  { range: ipaddr.IPv6.parseCIDR('::/96'), firstByte: 12 }, // IPv4-compatible (RFC 4291 §2.5.5.1)
  { range: ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'), firstByte: 12 }, // IPv4-translated (RFC 7915)
  { range: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), firstByte: 12 }, // NAT64 (RFC 6052)
  { range: ipaddr.IPv6.parseCIDR('2002::/16'), firstByte: 2 }, // 6to4 (RFC 3056)
]

function embeddedAddresses(address: Address): readonly ipaddr.IPv4[] {
  // ::1 is in the range of IPv4-compatible addresses, and is loopback.
  if (!(address instanceof ipaddr.IPv6) || address.range() === 'loopback') return []
  const bytes = address.toByteArray()
  return embeddings
    .filter(({ range: [range, bits] }) => address.match(range, bits))
    .map(({ firstByte }) => new ipaddr.IPv4(bytes.slice(firstByte, firstByte + 4)))
}
