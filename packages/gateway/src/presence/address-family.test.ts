import { expect, test } from 'vitest'
import { addressFamilyOf } from './address-family.js'

test.each([
  ['192.0.2.1', 'IPv4'],
  ['::ffff:192.0.2.1', 'IPv4'],
  ['2001:db8::1', 'IPv6'],
  ['::1', 'IPv6'],
  ['', undefined],
  ['host.example', undefined],
  [undefined, undefined],
])('the family of %j is %s', (address, family) => {
  expect(addressFamilyOf(address)).toBe(family)
})
