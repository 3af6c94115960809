import { expect, test } from 'vitest'
import { selectHostAddresses } from './host-address.js'
import type { NetworkInterfaces } from './host-address.js'

function address(text: string, internal = false): NonNullable<NetworkInterfaces[string]>[number] {
  const common = { address: text, netmask: '', mac: '', internal, cidr: null }
  return text.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' }
}

const loopback = { lo: [address('127.0.0.1', true), address('::1', true)] }
const everywhere = { listenAddresses: [], includeLoopback: false }

test('by default every IPv4 address that others can reach', () => {
  const interfaces = {
    ...loopback,
    eth0: [address('192.0.2.2'), address('2001:db8::2')],
    wlan0: [address('192.0.2.3')],
  }
  expect(selectHostAddresses(everywhere, interfaces)).toEqual(['192.0.2.2', '192.0.2.3'])
})

test('addresses that a machine gives itself for lack of another do not count', () => {
  const interfaces = { ...loopback, eth0: [address('169.254.7.7'), address('fe80::1'), address('2001:db8::2')] }
  expect(selectHostAddresses(everywhere, interfaces)).toEqual(['2001:db8::2'])
})

test('with nothing else, loopback', () => {
  expect(selectHostAddresses(everywhere, loopback)).toEqual(['127.0.0.1'])
})

test('named addresses replace the discovery, loopback comes on top, and none comes twice', () => {
  const interfaces = { ...loopback, eth0: [address('192.0.2.2')] }
  const select = (listenAddresses: readonly string[], includeLoopback: boolean): readonly string[] =>
    selectHostAddresses({ listenAddresses, includeLoopback }, interfaces)
  expect(select(['198.51.100.1'], false)).toEqual(['198.51.100.1'])
  expect(select([], true)).toEqual(['192.0.2.2', '127.0.0.1'])
  expect(select(['127.0.0.1'], true)).toEqual(['127.0.0.1'])
})

test('the wildcard means every address', () => {
  const interfaces = { eth0: [address('192.0.2.2')] }
  expect(selectHostAddresses({ listenAddresses: ['0.0.0.0'], includeLoopback: false }, interfaces)).toEqual([
    '192.0.2.2',
  ])
})
