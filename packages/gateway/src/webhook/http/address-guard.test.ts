import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAddressGuard } from './address-guard.js'

const open = createAddressGuard([])

describe('never reached, whatever the configuration says', () => {
  test.each([
    ['169.254.169.254', /link-local/],
    ['169.254.0.1', /link-local/],
    ['fe80::1', /link-local/],
    ['fe80::1%eth0', /link-local/],
    ['febf::1', /link-local/],
    ['::ffff:169.254.169.254', /link-local/],
    ['::ffff:a9fe:a9fe', /link-local/],
    ['::a9fe:a9fe', /link-local/],
    ['::ffff:0:a9fe:a9fe', /link-local/],
    ['64:ff9b::a9fe:a9fe', /link-local/],
    ['2002:a9fe:a9fe::1', /link-local/],
    ['100.100.100.200', /metadata/],
    ['168.63.129.16', /metadata/],
    ['192.0.0.192', /metadata/],
    ['fd00:ec2::254', /metadata/],
    ['fd20:ce::254', /metadata/],
    ['::ffff:100.100.100.200', /metadata/],
    ['224.0.0.1', /multicast/],
    ['ff02::1', /multicast/],
    ['255.255.255.255', /broadcast/],
    ['0.0.0.0', /unspecified/],
    ['0.1.2.3', /unspecified/],
    ['::', /unspecified/],
    ['::ffff:0.0.0.0', /unspecified/],
    ['not an address', /not an IP address/],
  ])('%s', (address, refusal) => {
    expect(open.refusalOf(address)).toMatch(refusal)
  })
})

test.each([
  '127.0.0.1',
  '::1',
  '::ffff:127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  'fd12::1',
  '100.64.0.1',
  '203.0.113.9',
  '2606:4700::1',
])('%s is reached by default', (address) => {
  expect(open.refusalOf(address)).toBeUndefined()
})

test('what the operator denies is not reached, in IPv6 clothes neither', () => {
  const guard = createAddressGuard(['127.0.0.0/8', '10.0.0.0/8', 'fc00::/7', '::1/128'])
  const denied = ['127.0.0.1', '10.255.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1', 'fd12::1', '::1']
  for (const address of denied) expect(guard.refusalOf(address)).toMatch(/operator/)
  for (const address of ['11.0.0.1', '192.168.0.1', '2606:4700::1']) expect(guard.refusalOf(address)).toBeUndefined()
})

test.each(['10.0.0.0', '10.0.0.0/33', 'internal', ''])('the range "%s" is a mistake of the programmer', (range) => {
  expect(() => createAddressGuard([range])).toThrow(TypeError)
})

test('an IPv4 address is judged alike in every notation', () => {
  const guard = createAddressGuard(['10.0.0.0/8', '198.51.100.0/24'])
  const address = fc.oneof(
    fc.ipV4(),
    fc.constantFrom('10.0.0.1', '169.254.1.1', '198.51.100.7', '198.51.101.7', '127.0.0.1'),
  )
  fc.assert(
    fc.property(address, (text) => {
      const hex = Buffer.from(text.split('.').map(Number))
        .toString('hex')
        .replace(/^(.{4})/, '$1:')
      const refusal = guard.refusalOf(text)
      for (const spelling of [`::ffff:${text}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
        expect(guard.refusalOf(spelling)).toBe(refusal)
      }
    }),
  )
})
