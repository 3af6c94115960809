import { expect, test } from 'vitest'
import { rateKeyOf } from './rate-key.js'

test('each IPv4 address counts for itself, however it is written', () => {
  expect(rateKeyOf('192.0.2.1')).not.toBe(rateKeyOf('192.0.2.2'))
  expect(rateKeyOf('::ffff:192.0.2.1')).toBe(rateKeyOf('192.0.2.1'))
})

test('the addresses of one IPv6 network count together, and those of the next one do not', () => {
  expect(rateKeyOf('2001:db8:1:2::1')).toBe(rateKeyOf('2001:db8:1:2:ffff:ffff:ffff:ffff'))
  expect(rateKeyOf('2001:db8:1:2::1')).not.toBe(rateKeyOf('2001:db8:1:3::1'))
  expect(rateKeyOf('fe80::1%eth0')).toBe(rateKeyOf('fe80::2%eth0'))
})

test('a socket that is gone already has no address, and counts with its like', () => {
  expect(rateKeyOf(undefined)).toBe(rateKeyOf(''))
})
