import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccessToken } from './access-token.js'
import { TokenArgumentError } from './argument-error.js'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { decodeCapabilityToken, type DecodedToken } from './decode.js'
import type { Params } from './params.js'
import { anyText, hostileTexts, params, portableName, wideName } from './test-support/arbitrary.js'
import { accountSid, apiKeySecret, apiKeySid, authToken, now } from './test-support/sample.js'
import { verifyCapabilityToken } from './verify.js'

const wide = { clientNameRule: 'wide' } as const

/** A name that somebody may try: good ones, hostile ones, anything. */
const anyName = fc.oneof(wideName, anyText, fc.constantFrom(...hostileTexts))

const anyParams: fc.Arbitrary<Params> = fc.oneof(params, fc.dictionary(anyText, anyText))

function decode(token: string): DecodedToken {
  return decodeCapabilityToken(token, { now })
}

/** Grant one thing; whether the issuer accepted it. */
function accepts(grant: () => unknown): boolean {
  try {
    grant()
    return true
  } catch (error) {
    if (error instanceof TokenArgumentError) return false
    throw error
  }
}

describe('no name and no parameter changes the number of scopes', () => {
  test('in a token of scope objects', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 3 }), anyName, anyParams, anyParams, (names, name, given, filters) => {
        const capability = new ClientCapability({ accountSid, authToken, ttl: 600 })
        const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability
        const grants = [
          ...names.map((one) => () => new IncomingClientScope(one, wide)),
          () => new OutgoingClientScope({ applicationSid: 'AP1', clientName: name, params: given, ...wide }),
          () => new EventStreamScope(filters),
        ]
        const granted = grants.filter((grant) => accepts(() => capability.addScope(grant()))).length
        accepted += granted
        const { payload, scopes } = decode(capability.toJwt({ now }))
        expect(String(payload['scope']).split(' ').filter(Boolean)).toHaveLength(granted)
        expect(String(payload['scope']).match(/scope:/g) ?? []).toHaveLength(granted)
        expect(scopes).toHaveLength(new Set(capability.scopes.map((scope) => scope.payload())).size)
        expect(scopes.filter(({ kind }) => kind === 'outgoing').length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 600 },
    )
    expect(accepted).toBeGreaterThan(600)
  })

  test('in a chained token', () => {
    fc.assert(
      fc.property(anyName, anyParams, fc.oneof(anyText, anyParams), (name, given, filters) => {
        const capability = Capability(accountSid, authToken, wide)
        const granted = [
          () => capability.allowClientIncoming(name),
          () => capability.allowClientOutgoing('AP1', given),
          () => capability.allowEventStream(filters),
        ].filter(accepts).length
        const { payload, scopes } = decode(capability.generate(600, { now }))
        expect(String(payload['scope']).split(' ').filter(Boolean)).toHaveLength(granted)
        expect(String(payload['scope']).match(/scope:/g) ?? []).toHaveLength(granted)
        expect(scopes).toHaveLength(granted)
      }),
      { numRuns: 600 },
    )
  })

  test('in an access token', () => {
    fc.assert(
      fc.property(anyName, anyParams, (name, given) => {
        fc.pre(name !== '' && !('' in given))
        const token = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: name }).addGrant(
          new AccessToken.VoiceGrant({
            incomingAllow: true,
            outgoingApplicationSid: 'AP1',
            outgoingApplicationParams: given,
          }),
        )
        expect(decode(token.toJwt({ now })).scopes).toMatchObject([
          { kind: 'incoming', clientName: name },
          { kind: 'outgoing', applicationSid: 'AP1', clientName: name },
        ])
      }),
    )
  })

  test('by way of a custom scope', () => {
    fc.assert(
      fc.property(fc.constantFrom('scope:client:incoming?clientName=', 'scope:x:y?', ''), anyText, (start, text) => {
        const capability = new ClientCapability({ accountSid, authToken }).addScope({ payload: () => start + text })
        let token: string
        try {
          token = capability.toJwt({ now })
        } catch (error) {
          expect(error).toMatchObject({ name: 'TokenArgumentError', code: 'scope' })
          return
        }
        expect(decode(token).scopes).toHaveLength(1)
        expect(String(decode(token).payload['scope'])).toBe(start + text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what a verifier reads is what was granted', () => {
  test.each<[string, (name: string, given: Params, filters: Params) => string]>([
    [
      'as scope objects',
      (clientName, given, filters) =>
        new ClientCapability({ accountSid, authToken, ttl: 600 })
          .addScope(new ClientCapability.IncomingClientScope(clientName, wide))
          .addScope(
            new ClientCapability.OutgoingClientScope({ applicationSid: 'AP1', clientName, params: given, ...wide }),
          )
          .addScope(new ClientCapability.EventStreamScope(filters))
          .toJwt({ now }),
    ],
    [
      'by chained calls',
      (clientName, given, filters) =>
        Capability(accountSid, authToken, wide)
          .allowClientIncoming(clientName)
          .allowClientOutgoing('AP1', given)
          .allowEventStream(filters)
          .generate(600, { now }),
    ],
  ])('%s, for any name and any parameters', (_, issue) => {
    const texts = (values: Params): unknown => Object.entries(values).map(([key, value]) => [key, String(value)])
    fc.assert(
      fc.property(wideName, params, params, (clientName, given, filters) => {
        expect(verifyCapabilityToken(issue(clientName, given, filters), { key: authToken, now })).toMatchObject({
          clientNames: [clientName],
          outgoing: { applicationSid: 'AP1', clientName, params: texts(given) },
          eventStreams: [{ filters: texts(filters) }],
        })
      }),
      { numRuns: 300 },
    )
  })
})

/** Freeze everything that can be reached from a value; strict mode then throws on any attempt to change it. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}

describe('issuing changes nothing', () => {
  test('in the objects that it is given', () => {
    fc.assert(
      fc.property(portableName, params, fc.object({ maxDepth: 2 }), (name, given, extra) => {
        const claims = { extra }
        const before = structuredClone({ given, extra })
        const options = deepFreeze({ accountSid, authToken, ttl: 600, claims })
        const outgoing = deepFreeze({ applicationSid: 'AP1', clientName: name, params: given })
        const grant = deepFreeze({
          incomingAllow: true,
          outgoingApplicationSid: 'AP1',
          outgoingApplicationParams: given,
        })
        const issue = (): unknown => [
          new ClientCapability(options)
            .addScope(new ClientCapability.OutgoingClientScope(outgoing))
            .addScope(new ClientCapability.EventStreamScope(given))
            .toJwt(deepFreeze({ now, claims })),
          Capability(accountSid, authToken).allowClientOutgoing('AP1', given).generate(600, deepFreeze({ now })),
          new AccessToken(accountSid, apiKeySid, apiKeySecret, deepFreeze({ identity: name }))
            .addGrant(new AccessToken.VoiceGrant(grant))
            .toJwt(deepFreeze({ now })),
        ]
        const hasBigInt = !accepts(issue)
        if (!hasBigInt) expect(issue()).toEqual(issue())
        expect({ given, extra }).toEqual(before)
      }),
    )
  })

  test('in the token object, however often it is used: the same moment gives the same bytes', () => {
    fc.assert(
      fc.property(
        fc.array(wideName, { maxLength: 4 }),
        params,
        fc.integer({ min: 2, max: 5 }),
        (names, given, times) => {
          const scopes = new ClientCapability({ accountSid, authToken })
          const chained = Capability(accountSid, authToken, wide).allowClientOutgoing('AP1', given)
          const access = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'joey' })
          for (const name of names) {
            scopes.addScope(new ClientCapability.IncomingClientScope(name, wide))
            chained.allowClientIncoming(name)
          }
          const emissions = Array.from({ length: times }, () => [
            scopes.toJwt({ now }),
            chained.generate(600, { now }),
            access.toJwt({ now }),
          ])
          for (const emission of emissions) expect(emission).toEqual(emissions[0])
          const later = [scopes.toJwt({ now: now + 60 }), chained.generate(5, { now: now + 60 })]
          const before = emissions[0] ?? []
          expect(later.map((token) => decode(token).scopes)).toEqual(
            before.slice(0, 2).map((token) => decode(token).scopes),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  test('for a later rename: the old name leaves no trace in the outgoing scope', () => {
    const capability = Capability(accountSid, authToken).allowClientOutgoing('AP1').allowClientIncoming('old')
    capability.generate(600, { now })
    const { scopes } = decode(capability.allowClientIncoming('new').generate(600, { now }))
    expect(scopes.at(-1)).toMatchObject({ kind: 'outgoing', clientName: 'new' })
  })
})
