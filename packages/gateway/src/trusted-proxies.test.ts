import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHttpApp } from './http-server.js'
import { createTrustedProxies } from './trusted-proxies.js'

const ranges = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '2001:db8::1']

function addressOf(remoteAddress: string, forwarded?: string, trusted = ranges): string | undefined {
  return createTrustedProxies(trusted).clientAddressOf({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  })
}

describe('a request comes from', () => {
  test.each([
    ['who connected, when nobody is named', '10.0.0.1', undefined, '10.0.0.1'],
    ['who connected, when that is no trusted proxy', '203.0.113.1', '198.51.100.7', '203.0.113.1'],
    ['whom a trusted proxy names', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['whom a single trusted address names', '192.0.2.1', '198.51.100.7', '198.51.100.7'],
    ['who connected, when beside a single trusted address', '192.0.2.2', '198.51.100.7', '192.0.2.2'],
    ['whom a proxy names on a socket for both families', '::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['whom an IPv6 proxy names', 'fd12::1', '2001:db8:1::7', '2001:db8:1::7'],
    ['whom the outermost of several proxies names', '10.0.0.1', '198.51.100.7, 10.0.0.3 ,fd00::2', '198.51.100.7'],
    ['the last who is not trusted, whoever he says that he speaks for', '10.0.0.1', '1.1.1.1, 2.2.2.2', '2.2.2.2'],
    ['the first, when all are trusted', '10.0.0.1', '10.0.0.3,10.0.0.2', '10.0.0.3'],
    ['who connected, when the name is empty', '10.0.0.1', ' , ', '10.0.0.1'],
  ])('%s', (_what, remoteAddress, forwarded, expected) => {
    expect(addressOf(remoteAddress, forwarded)).toBe(expected)
  })

  test('who connected, when no proxy is trusted', () => {
    expect(addressOf('127.0.0.1', '198.51.100.7', [])).toBe('127.0.0.1')
  })
})

test('a WebSocket comes from where an HTTP request of the same headers comes from', async () => {
  const proxies = createTrustedProxies(ranges)
  const app = createHttpApp({ proxies })
  app.get('/', (request) => request.ip)
  const address = fc.oneof(
    fc.constantFrom('10.0.0.1', '10.9.9.9', '192.0.2.1', 'fd00::1', '::ffff:10.1.1.1', 'unknown', '', '10.0.0.1:80'),
    fc.ipV4(),
    fc.ipV6(),
  )
  const separator = fc.constantFrom(',', ', ', ' ,', '\t,')
  const header = fc.tuple(fc.array(address, { maxLength: 5 }), separator).map(([hops, by]) => hops.join(by))
  await fc.assert(
    fc.asyncProperty(address, header, async (remoteAddress, forwarded) => {
      const headers = { 'x-forwarded-for': forwarded }
      const { body } = await app.inject({ url: '/', remoteAddress, headers })
      // A request that is injected has an address, whatever is asked for.
      const socket = { remoteAddress: remoteAddress === '' ? '127.0.0.1' : remoteAddress }
      expect(proxies.clientAddressOf({ headers, socket })).toBe(body)
    }),
  )
  await app.close()
})
