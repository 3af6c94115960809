import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccessToken } from './access-token.js'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { paramName, portableName, ttlSeconds } from './test-support/arbitrary.js'
import { accountSid, apiKeySecret, apiKeySid, applicationSid, authToken, now } from './test-support/sample.js'
import { TokenError } from './token-error.js'
import type { VerifyOptions } from './verify-options.js'
import { verifyCapabilityToken } from './verify.js'

const options: VerifyOptions = { key: authToken, apiKeyFor: () => ({ accountSid, secret: apiKeySecret }), now }

/** A token of some kind, all of it ASCII. */
const token = fc
  .tuple(
    fc.constantFrom('scopes', 'chained', 'access'),
    portableName,
    fc.dictionary(paramName, fc.string()),
    ttlSeconds,
  )
  .map(([kind, name, params, ttl]) => {
    if (kind === 'chained') {
      return Capability(accountSid, authToken)
        .allowClientIncoming(name)
        .allowClientOutgoing(applicationSid, params)
        .generate(ttl, { now })
    }
    if (kind === 'access') {
      return new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: name, ttl })
        .addGrant(new AccessToken.VoiceGrant({ incomingAllow: true, outgoingApplicationParams: params }))
        .toJwt({ now })
    }
    return new ClientCapability({ accountSid, authToken, ttl })
      .addScope(new ClientCapability.IncomingClientScope(name))
      .addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName: name, params }))
      .toJwt({ now })
  })

function isRefused(mutant: string): boolean {
  try {
    verifyCapabilityToken(mutant, options)
    return false
  } catch (error) {
    return error instanceof TokenError
  }
}

/** Every text that differs from a token in one bit; a byte beyond ASCII is read in both ways that a reader might. */
function* mutantsOf(original: string): Generator<string> {
  const bytes = Buffer.from(original, 'latin1')
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      bytes[at] = original.charCodeAt(at) ^ (1 << bit)
      yield bytes.toString('latin1')
      if (bit === 7) yield bytes.toString('utf8')
    }
    bytes[at] = original.charCodeAt(at)
  }
}

describe('a token', () => {
  // Generated from a seed, which is printed with the counterexample when the property fails.
  test('that differs in a single bit is refused, for over 20,000 of them', () => {
    let mutants = 0
    fc.assert(
      fc.property(token, (original) => {
        expect(isRefused(original)).toBe(false)
        for (const mutant of mutantsOf(original)) {
          mutants++
          if (!isRefused(mutant)) throw new Error(`accepted: ${mutant}`)
        }
      }),
      { numRuns: 12 },
    )
    expect(mutants).toBeGreaterThan(20_000)
  })

  test('that is cut, extended, doubled or put together from two is refused', () => {
    fc.assert(
      fc.property(token, token, fc.nat(), (first, second, place) => {
        fc.pre(first !== second)
        const at = place % first.length
        const [header = '', payload = '', signature = ''] = first.split('.')
        const [otherHeader = '', otherPayload = '', otherSignature = ''] = second.split('.')
        const mutants = [
          first.slice(0, at),
          first.slice(at + 1),
          first.slice(0, at) + first.slice(at + 1),
          `${first.slice(0, at)}A${first.slice(at)}`,
          first + first,
          `${first}.${second}`,
          `${header}.${payload}.${otherSignature}`,
          ...(payload === otherPayload ? [] : [`${header}.${otherPayload}.${signature}`]),
          ...(header === otherHeader ? [] : [`${otherHeader}.${payload}.${signature}`]),
        ]
        for (const mutant of mutants) expect(isRefused(mutant)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('with two characters of one segment exchanged is refused', () => {
    fc.assert(
      fc.property(token, fc.nat(), fc.nat(), (original, first, second) => {
        const characters = Array.from(original)
        const [a, b] = [first % characters.length, second % characters.length]
        fc.pre(characters[a] !== characters[b])
        ;[characters[a], characters[b]] = [characters[b] ?? '', characters[a] ?? '']
        expect(isRefused(characters.join(''))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
