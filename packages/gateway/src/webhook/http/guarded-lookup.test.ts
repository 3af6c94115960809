import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { createAddressGuard } from './address-guard.js'
import { createGuardedLookup, RefusedAddressError } from './guarded-lookup.js'

const guard = createAddressGuard(['10.0.0.0/8'])
const addresses = (...found: string[]): LookupAddress[] =>
  found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const resolver =
  (found: LookupAddress[]): LookupFunction =>
  (_hostname, _options, callback) => {
    callback(null, found)
  }

const resolve = (lookup: LookupFunction, all: boolean): Promise<unknown> =>
  new Promise((settle) => {
    createGuardedLookup(guard, lookup)('app.test', { all }, (error, address, family) => {
      settle(error ?? (all ? address : [address, family]))
    })
  })

test('addresses that may not be reached are left out', async () => {
  const lookup = resolver(addresses('169.254.169.254', '127.0.0.1', 'fe80::1', '10.0.0.1', '::1'))
  expect(await resolve(lookup, true)).toEqual(addresses('127.0.0.1', '::1'))
  expect(await resolve(lookup, false)).toEqual(['127.0.0.1', 4])
})

test('when none is left the lookup fails and says what they are', async () => {
  const error = await resolve(resolver(addresses('10.0.0.1', '169.254.169.254')), true)
  expect(error).toBeInstanceOf(RefusedAddressError)
  expect(error).toMatchObject({ refusal: expect.stringContaining('operator') as string })
  expect(await resolve(resolver([]), true)).toMatchObject({ refusal: 'no address at all' })
})

test('an error of the resolver is passed on', async () => {
  const error = Object.assign(new Error('no'), { code: 'ENOTFOUND' })
  const failing: LookupFunction = (_hostname, _options, callback) => {
    callback(error, '')
  }
  expect(await resolve(failing, true)).toBe(error)
})
