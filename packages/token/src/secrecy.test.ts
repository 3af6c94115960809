import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AccessToken } from './access-token.js'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { decodeCapabilityToken } from './decode.js'
import { forgeToken, goodClaims, goodHeader } from './test-support/forge-token.js'
import { accountSid, apiKeySid, authToken, now } from './test-support/sample.js'
import type { VerifyOptions } from './verify-options.js'
import { verifyCapabilityToken, verifyCapabilityTokenAsync } from './verify.js'
import { VoiceGrant } from './voice-grant.js'

beforeEach(() => {
  vi.stubEnv('TWILIO_ACCOUNT_SID', undefined)
  vi.stubEnv('TWILIO_AUTH_TOKEN', undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A secret that no message holds by chance. */
const secret = fc.stringMatching(/^[0-9a-f]{16,32}$/)

/** Everything that a person or a log could see of what a function throws; empty when it throws nothing. */
function traceOf(run: () => unknown): string {
  try {
    run()
    return ''
  } catch (error) {
    const { message, stack, cause } = error as Error
    // The stack quotes source lines in no engine that is supported; it starts with the message.
    return [message, stack, inspect(error), inspect(cause), JSON.stringify(error)].join('\n')
  }
}

/** A value that holds a secret, of every type that one could be passed as. */
function disguises(text: string): readonly unknown[] {
  return [
    `${text} `,
    ` ${text}`,
    `-----BEGIN ${text}`,
    [text],
    { toString: () => text },
    { constructor: { name: text } },
    { [Symbol.toStringTag]: text },
    { then: text },
    new Map([[text, text]]),
    new Date(Number.NaN),
    Symbol(text),
    BigInt(`0x${text}`),
    Number.parseInt(text.slice(0, 8), 16) + 0.5,
    () => text,
    Buffer.from(`-----BEGIN ${text}`),
    `${text}\ud800`,
  ]
}

const positions: Readonly<Record<string, (value: never) => unknown>> = {
  'ClientCapability accountSid': (accountSid) => new ClientCapability({ accountSid, authToken }),
  'ClientCapability authToken': (authToken) => new ClientCapability({ accountSid, authToken }),
  'ClientCapability options': (options) => new ClientCapability(options),
  'ClientCapability ttl': (ttl) => new ClientCapability({ accountSid, authToken, ttl }),
  'ClientCapability validUntil': (validUntil) => new ClientCapability({ accountSid, authToken, validUntil }),
  'ClientCapability tokenId': (tokenId) => new ClientCapability({ accountSid, authToken, tokenId }),
  'ClientCapability claims': (claims) => new ClientCapability({ accountSid, authToken, claims }),
  'a claim': (value) => new ClientCapability({ accountSid, authToken, claims: { value } }),
  addScope: (scope) => new ClientCapability({ accountSid, authToken }).addScope(scope),
  'payload()': (uri) => new ClientCapability({ accountSid, authToken }).addScope({ payload: () => uri }).toJwt(),
  IncomingClientScope: (name) => new ClientCapability.IncomingClientScope(name),
  'OutgoingClientScope options': (options) => new ClientCapability.OutgoingClientScope(options),
  applicationSid: (applicationSid) => new ClientCapability.OutgoingClientScope({ applicationSid }),
  clientName: (clientName) => new ClientCapability.OutgoingClientScope({ applicationSid: 'AP1', clientName }),
  params: (params) => new ClientCapability.OutgoingClientScope({ applicationSid: 'AP1', params }),
  'a parameter': (value) => new ClientCapability.OutgoingClientScope({ applicationSid: 'AP1', params: { value } }),
  'a filter': (value) => new ClientCapability.EventStreamScope({ value }),
  'Capability accountSid': (sid) => Capability(sid, authToken),
  'Capability authToken': (token) => Capability(accountSid, token),
  'Capability authToken without an account': (token) => Capability(undefined, token),
  allowClientIncoming: (name) => Capability(accountSid, authToken).allowClientIncoming(name),
  allowClientOutgoing: (sid) => Capability(accountSid, authToken).allowClientOutgoing(sid),
  'allowClientOutgoing params': (value) => Capability(accountSid, authToken).allowClientOutgoing('AP1', { value }),
  allowEventStream: (filters) => Capability(accountSid, authToken).allowEventStream(filters),
  generate: (ttl) => Capability(accountSid, authToken).generate(ttl),
  'AccessToken accountSid': (sid) => new AccessToken(sid, apiKeySid, authToken),
  'AccessToken keySid': (sid) => new AccessToken(accountSid, sid, authToken),
  'AccessToken secret': (value) => new AccessToken(accountSid, apiKeySid, value),
  identity: (identity) => new AccessToken(accountSid, apiKeySid, authToken, { identity }),
  region: (region) => new AccessToken(accountSid, apiKeySid, authToken, { region }),
  addGrant: (grant) => new AccessToken(accountSid, apiKeySid, authToken).addGrant(grant),
  algorithm: (algorithm) => new AccessToken(accountSid, apiKeySid, authToken).toJwt(algorithm),
  'VoiceGrant params': (value) => new VoiceGrant({ outgoingApplicationParams: { value } }),
  pushCredentialSid: (pushCredentialSid) => new VoiceGrant({ pushCredentialSid }),
  'verify token': (token) => verifyCapabilityToken(token, { key: authToken, now }),
  'verify options': (options) => verifyCapabilityToken(forgeToken(), options),
  'verify key': (key) => verifyCapabilityToken(forgeToken(), { key, now }),
  'verify keys': (keys) => verifyCapabilityToken(forgeToken(), { keys, now }),
  'one of the keys': (key) => verifyCapabilityToken(forgeToken(), { keys: [key], now }),
  keyFor: (keyFor) => verifyCapabilityToken(forgeToken(), { keyFor, now }),
  'a key found': (key) => verifyCapabilityToken(forgeToken(), { keyFor: () => key, now }),
  now: (moment) => verifyCapabilityToken(forgeToken(), { key: authToken, now: moment }),
  leewaySeconds: (leewaySeconds) => verifyCapabilityToken(forgeToken(), { key: authToken, leewaySeconds }),
  'decode token': (token) => decodeCapabilityToken(token, { now }),
  'decode now': (moment) => decodeCapabilityToken(forgeToken(), { now: moment }),
}

describe('no error shows a value', () => {
  test.each(Object.entries(positions))('that was passed as %s', (_, use) => {
    let refusals = 0
    fc.assert(
      fc.property(secret, (text) => {
        for (const value of disguises(text)) {
          const trace = traceOf(() => use(value as never))
          if (trace !== '') refusals++
          expect(trace).not.toContain(text)
          expect(trace).not.toContain(text.slice(0, 8))
        }
      }),
      { numRuns: 5 },
    )
    expect(refusals).toBeGreaterThan(0)
  })

  test('that keyFor leads to as a promise', () => {
    fc.assert(
      fc.property(secret, (text) => {
        const keyFor = (): string => Promise.resolve(text) as unknown as string
        expect(traceOf(() => verifyCapabilityToken(forgeToken(), { keyFor, now }))).not.toContain(text)
      }),
    )
  })
})

describe('no refusal shows a part of the token', () => {
  /** Places in a token where a secret may stand. */
  const forgeries = (text: string): readonly string[] => {
    const claims = [
      { iss: text },
      { iss: `${text} ` },
      { exp: text },
      { exp: now - 1, jti: text },
      { nbf: text },
      { scope: text },
      { scope: { [text]: text } },
      { scope: `scope:client:incoming?clientName=${text}%00` },
      { scope: `scope:client:incoming?clientName=${text}&clientName=${text}` },
      { scope: `scope:client:incoming?clientName=${text} ${text}` },
      { scope: `scope:client:outgoing?appSid=${text} scope:client:outgoing?appSid=AP1&appParams=p%3D${text}` },
      { scope: `scope:client:outgoing?appSid=AP1&${text}=${text}` },
      { scope: `scope:client:outgoing?appSid=AP1&appParams=a%253D${text}` },
    ].map((change) => forgeToken({ payload: { ...goodClaims, ...change } }))
    const headers = [{ alg: text }, { alg: `RS${text}` }, { ...goodHeader, typ: text }, { ...goodHeader, cty: text }]
    return [
      ...claims,
      ...headers.map((header) => forgeToken({ header })),
      forgeToken({ payload: `{"${text}":1,"${text}":2}` }),
      forgeToken({ payload: text }),
      forgeToken({ payload: { ...goodClaims, policies: [text], scope: undefined } }),
      forgeToken({ secret: text }),
      `${text}.${text}.${text}`,
      `${text} ${text}`,
      text.repeat(2_000),
    ]
  }

  test('whatever is wrong with it, in its error or in its remarks', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (text) => {
        const options: VerifyOptions = { key: authToken, now, strict: true, accountSid }
        for (const token of forgeries(text)) {
          const trace = traceOf(() => verifyCapabilityToken(token, options))
          expect(trace).not.toBe('')
          const rejection: unknown = await verifyCapabilityTokenAsync(token, options).catch((error: unknown) => error)
          const decoding = traceOf(() => decodeCapabilityToken(token, { now }))
          const shown = [trace, inspect(rejection), decoding, ...remarksOn(token)].join('\n')
          expect(shown).not.toContain(text)
          for (const segment of token.split('.')) if (segment !== '') expect(shown).not.toContain(segment.slice(0, 24))
        }
      }),
      { numRuns: 20 },
    )
  })

  function remarksOn(token: string): readonly string[] {
    try {
      return decodeCapabilityToken(token, { now }).remarks.map(({ message }) => message)
    } catch {
      return []
    }
  }
})

test('no token object shows its secret, printed or written as JSON', () => {
  fc.assert(
    fc.property(secret, (text) => {
      const holders = [
        new ClientCapability({ accountSid, authToken: text }),
        Capability(accountSid, text),
        new AccessToken(accountSid, apiKeySid, text, { identity: 'joey' }),
      ]
      for (const holder of holders) {
        const shown = inspect(holder, { showHidden: true, depth: 9, getters: true }) + JSON.stringify(holder)
        expect(shown).not.toContain(text)
        expect(shown).not.toContain(Buffer.from(text).toString('hex').slice(0, 16))
        expect(Object.values(holder)).not.toContain(text)
      }
    }),
    { numRuns: 20 },
  )
})
