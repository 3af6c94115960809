import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collect, collectClaims, collectPairs, parseMoment, parseSeconds } from './option-value.js'

const readMoment = parseMoment('--valid-until')
const readPairs = collectPairs('--param')

test('a repeated option collects its values in order', () => {
  expect(collect('b', collect('a'))).toEqual(['a', 'b'])
})

test('seconds are whole numbers', () => {
  expect(parseSeconds('--ttl')('600')).toBe(600)
  for (const value of ['', '1.5', '-1', '1e3', ' 7', '0x10', '10m', '9'.repeat(16)]) {
    expect(() => parseSeconds('--ttl')(value), value).toThrow('--ttl must be a whole number of seconds')
  }
})

test.each([
  ['1795214400', 1_795_214_400],
  ['2026-11-20T22:40:00Z', 1_795_214_400],
  ['2026-11-20T23:40:00+01:00', 1_795_214_400],
  ['2026-11-20T22:40:00.999Z', 1_795_214_400],
  ['2026-11-20', 1_795_132_800],
  ['2028-02-29', 1_835_395_200],
])('%s is the moment %i', (value, seconds) => {
  expect(readMoment(value)).toBe(seconds)
})

test.each([
  '',
  'tomorrow',
  '2026',
  '2026-11-20T22:40:00',
  '2026-02-30',
  '2026-02-31',
  '2026-04-31',
  '2026-13-01',
  '2026-11-20T25:00:00Z',
  '20/11/2026',
])('"%s" is not a moment', (value) => {
  expect(() => readMoment(value)).toThrow('--valid-until must be Unix seconds or an ISO 8601 moment with its zone')
})

test('a parameter is split at its first equals sign', () => {
  expect(readPairs('a=b=c', readPairs('user=7'))).toEqual({ user: '7', a: 'b=c' })
  expect(readPairs('empty=')).toEqual({ empty: '' })
})

test('a parameter without a name or an equals sign is refused, and so is a name given twice', () => {
  expect(() => readPairs('=7')).toThrow('--param must be name=value')
  expect(() => readPairs('user')).toThrow('--param must be name=value')
  expect(() => readPairs('user=8', { user: '7' })).toThrow('--param was given twice with the same name')
})

test('any name makes a plain member, and what is read is what was written', () => {
  const names = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString'), fc.string({ minLength: 1 }))
  fc.assert(
    fc.property(names, fc.string(), (raw, value) => {
      const name = raw.replaceAll('=', '-')
      expect(Object.entries(readPairs(`${name}=${value}`))).toEqual([[name, value]])
    }),
  )
})

test('a claim is JSON', () => {
  const readClaims = collectClaims('--claim')
  expect(readClaims('roles=["a",1]', readClaims('ok=true'))).toEqual({ ok: true, roles: ['a', 1] })
  expect(() => readClaims('role=agent')).toThrow('a text needs its double quotes')
})
