import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AuthTokens, rotateAuthToken, rotationSteps } from './rotate-auth-token.js'

const old: AuthTokens = { authToken: 'old', secondaryAuthToken: null }

test('start puts a new auth token beside the primary one', () => {
  expect(rotateAuthToken(old, 'start', () => 'new')).toEqual({ authToken: 'old', secondaryAuthToken: 'new' })
})

test('promote lets the two change places, and a second time takes that back', () => {
  const both = { authToken: 'old', secondaryAuthToken: 'new' }
  const promoted = { authToken: 'new', secondaryAuthToken: 'old' }
  expect(rotateAuthToken(both, 'promote', () => 'x')).toEqual(promoted)
  expect(rotateAuthToken(promoted, 'promote', () => 'x')).toEqual(both)
})

test('remove leaves the primary one alone', () => {
  const both = { authToken: 'new', secondaryAuthToken: 'old' }
  expect(rotateAuthToken(both, 'remove', () => 'x')).toEqual({ authToken: 'new', secondaryAuthToken: null })
})

test('start needs that there is one auth token, the other steps that there are two', () => {
  const both = { authToken: 'old', secondaryAuthToken: 'new' }
  expect(rotateAuthToken(both, 'start', () => 'x')).toBeUndefined()
  expect(rotateAuthToken(old, 'promote', () => 'x')).toBeUndefined()
  expect(rotateAuthToken(old, 'remove', () => 'x')).toBeUndefined()
})

test('no order of steps makes up an auth token, loses the primary one, or doubles one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...rotationSteps)), (steps) => {
      const made = new Set(['first'])
      let tokens: AuthTokens = { authToken: 'first', secondaryAuthToken: null }
      const createToken = (): string => {
        made.add(`token-${made.size}`)
        return `token-${made.size - 1}`
      }
      for (const step of steps) {
        const next = rotateAuthToken(tokens, step, createToken) ?? tokens
        if (step !== 'promote') expect(next.authToken).toBe(tokens.authToken)
        tokens = next
        expect(made).toContain(tokens.authToken)
        expect(tokens.secondaryAuthToken).not.toBe(tokens.authToken)
        expect([...made, null]).toContain(tokens.secondaryAuthToken)
      }
    }),
  )
})
