import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConnectionOverrides } from './connection-policy.js'

const defaults = {
  connectTimeoutMs: 5_000,
  readTimeoutMs: 15_000,
  totalTimeoutMs: 15_000,
  hasOwnTotal: false,
  retryCount: 1,
  retriedOn: ['ct'],
}

test('without overrides a failed connection is tried twice and nothing else', () => {
  expect(parseConnectionOverrides('')).toEqual({ policy: defaults, remarks: [] })
})

test('every override is read', () => {
  const { policy, remarks } = parseConnectionOverrides('#ct=2000&rt=3000&tt=9000&rc=2&rp=5xx,ct&sni=y&e=dublin')
  expect(policy).toEqual({
    connectTimeoutMs: 2_000,
    readTimeoutMs: 3_000,
    totalTimeoutMs: 9_000,
    hasOwnTotal: true,
    retryCount: 2,
    retriedOn: ['5xx', 'ct'],
  })
  expect(remarks).toEqual([])
})

test.each([
  ['ct=100', { connectTimeoutMs: 100 }],
  ['ct=10000', { connectTimeoutMs: 10_000 }],
  ['rt=100', { readTimeoutMs: 100 }],
  ['rt=15000', { readTimeoutMs: 15_000 }],
  ['tt=100', { totalTimeoutMs: 100, hasOwnTotal: true }],
  ['tt=15000', { totalTimeoutMs: 15_000, hasOwnTotal: true }],
  ['rc=0', { retryCount: 0 }],
  ['rc=5', { retryCount: 5 }],
  ['rp=all', { retriedOn: ['ct', 'rt', '4xx', '5xx'] }],
  ['rp=ct, rt', { retriedOn: ['ct', 'rt'] }],
  ['rp=4xx%2C5xx', { retriedOn: ['4xx', '5xx'] }],
])('%s is in range', (fragment, expected) => {
  expect(parseConnectionOverrides(fragment).policy).toEqual({ ...defaults, ...expected })
})

test.each([
  ...['ct=99', 'ct=10001', 'rt=99', 'rt=15001', 'tt=99', 'tt=15001', 'rc=-1', 'rc=6', 'rc=1.5', 'ct=1e3', 'ct='],
  ...['ct=0x100', 'ct= 200', 'rc=٣', 'section-2'],
])('%s is out of range, so the default stands', (fragment) => {
  expect(parseConnectionOverrides(fragment)).toEqual({ policy: defaults, remarks: [] })
})

test.each(['rp=', 'rp=never', 'rp=ct;rt', 'rp=ct,', 'rp=5XX', 'rp=all,none'])('%s is remark 11243', (fragment) => {
  const { policy, remarks } = parseConnectionOverrides(fragment)
  expect(policy).toEqual(defaults)
  expect(remarks).toMatchObject([{ code: 11243 }])
})

test('no fragment makes a policy out of bounds', () => {
  const number = fc.oneof(fc.integer().map(String), fc.string())
  const fragment = fc.record({ ct: number, rt: number, tt: number, rc: number, rp: fc.string() })
  fc.assert(
    fc.property(fragment, (overrides) => {
      const { policy } = parseConnectionOverrides(new URLSearchParams(overrides).toString())
      expect(policy.connectTimeoutMs).toSatisfy((ms: number) => ms >= 100 && ms <= 10_000)
      expect(policy.readTimeoutMs).toSatisfy((ms: number) => ms >= 100 && ms <= 15_000)
      expect(policy.totalTimeoutMs).toSatisfy((ms: number) => ms >= 100 && ms <= 15_000)
      expect([0, 1, 2, 3, 4, 5]).toContain(policy.retryCount)
    }),
  )
})
