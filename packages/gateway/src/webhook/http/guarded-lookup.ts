import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { AddressGuard } from './address-guard.js'

/** A name leads only to addresses that may not be reached. */
export class RefusedAddressError extends Error {
  override readonly name: string = 'RefusedAddressError'
  /** To be read after "which is". */
  readonly refusal: string

  constructor(refusal: string) {
    super(`refused: ${refusal}`)
    this.refusal = refusal
  }
}

/**
 * Resolve names for a socket, without the addresses that may not be reached. The socket connects to nothing but what is
 * returned here, so a name that changes its address between check and use (DNS rebinding) gains nothing.
 */
export function createGuardedLookup(guard: AddressGuard, lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error != null) {
        callback(error, '')
        return
      }
      const addresses: readonly LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found
      const allowed = addresses.filter(({ address }) => guard.refusalOf(address) === undefined)
      const [first] = allowed
      if (first === undefined) callback(new RefusedAddressError(refusalOfAll(guard, addresses)), '')
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

function refusalOfAll(guard: AddressGuard, [first]: readonly LookupAddress[]): string {
  return first === undefined ? 'no address at all' : (guard.refusalOf(first.address) ?? 'no address at all')
}
