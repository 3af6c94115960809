import { afterEach, describe, expect, test, vi } from 'vitest'
import { authToken, now } from './test-support/sample.js'
import { resolveRules, type VerifyOptions } from './verify-options.js'

afterEach(() => {
  vi.useRealTimers()
})

describe('the options of a verifier', () => {
  test('have safe defaults', () => {
    vi.useFakeTimers({ now: now * 1000 + 500, toFake: ['Date'] })
    expect(resolveRules({ key: authToken })).toMatchObject({
      now,
      startLeewaySeconds: 5,
      expiryLeewaySeconds: 0,
      maxLifetimeSeconds: 86_400,
    })
  })

  test('apply one leeway to both ends', () => {
    expect(resolveRules({ key: authToken, leewaySeconds: 30 })).toMatchObject({
      startLeewaySeconds: 30,
      expiryLeewaySeconds: 30,
    })
    expect(resolveRules({ key: authToken, leewaySeconds: 0 })).toMatchObject({ startLeewaySeconds: 0 })
  })

  test('are not changed', () => {
    const options = Object.freeze({ keys: Object.freeze([authToken]), now })
    expect(resolveRules(options)).not.toBe(options)
  })

  test.each<[string, string, unknown]>([
    ['missing', 'options', undefined],
    ['missing', 'options', null],
    ['missing', 'options.key', {}],
    ['missing', 'options.key', { key: undefined }],
    ['missing', 'options.key', { key: null }],
    ['missing', 'options.key', 'an auth token'],
    ['missing', 'options.key', { apiKeyFor: () => undefined }],
    ['conflict', 'options', { key: 'a', keys: ['b'] }],
    ['conflict', 'options', { key: 'a', keyFor: () => 'b' }],
    ['conflict', 'options', { keys: ['a'], keyFor: () => 'b' }],
    ['type', 'options.keys', { keys: 'a' }],
    ['type', 'options.keys', { keys: null }],
    ['type', 'options.keyFor', { keyFor: 'a' }],
    ['type', 'options.keyFor', { keyFor: null }],
    ['type', 'options.apiKeyFor', { key: 'a', apiKeyFor: 'b' }],
    ['type', 'options.apiKeyFor', { key: 'a', apiKeyFor: null }],
    ['type', 'options.now', { key: 'a', now: 'now' }],
    ['range', 'options.now', { key: 'a', now: now * 1000 }],
    ['type', 'options.leewaySeconds', { key: 'a', leewaySeconds: '5' }],
    ['range', 'options.leewaySeconds', { key: 'a', leewaySeconds: 301 }],
    ['range', 'options.leewaySeconds', { key: 'a', leewaySeconds: -1 }],
    ['range', 'options.leewaySeconds', { key: 'a', leewaySeconds: 0.5 }],
    ['range', 'options.maxLifetimeSeconds', { key: 'a', maxLifetimeSeconds: 0 }],
    ['type', 'options.maxLifetimeSeconds', { key: 'a', maxLifetimeSeconds: '1h' }],
    ['range', 'options.maxClientNames', { key: 'a', maxClientNames: Infinity }],
    ['type', 'options.maxClientNames', { key: 'a', maxClientNames: true }],
  ])('are refused with the code %s for %s', (code, argument, options) => {
    expect(() => resolveRules(options as VerifyOptions)).toThrow(expect.objectContaining({ code, argument }))
  })
  test('are told their bounds', () => {
    expect(() => resolveRules({ key: 'a', leewaySeconds: 301 })).toThrow('must be a whole number from 0 to 300; got')
    expect(() => resolveRules({ key: 'a', maxLifetimeSeconds: 0 })).toThrow('must be a whole number from 1 up; got')
    expect(() => resolveRules({ key: 'a', maxClientNames: -1 })).toThrow('must be a whole number from 0 up; got')
  })
})
