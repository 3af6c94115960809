import { describe, expect, test } from 'vitest'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { decodeCapabilityToken } from './decode.js'
import type { IssueOptions } from './issue.js'
import type { Param } from './params-parsing.js'
import type { RemarkCode } from './remark.js'
import {
  describeOfficialToken,
  expiryOf,
  type OfficialGrant,
  type OfficialToken,
  officialTokens,
} from './test-support/official-token.js'
import { verifyCapabilityToken } from './verify.js'

type Operation<Op extends OfficialGrant['op']> = Extract<OfficialGrant, { op: Op }>

interface Meaning {
  readonly clientNames: readonly string[]
  readonly outgoing: object | undefined
  readonly eventStreams: readonly object[]
}

function operations<Op extends OfficialGrant['op']>({ input }: OfficialToken, op: Op): readonly Operation<Op>[] {
  return input.ops.filter((grant): grant is Operation<Op> => grant.op === op)
}

/** The libraries that copy the last incoming name into the outgoing scope: all of the first generation. */
function copiesName({ library, version }: OfficialToken): boolean {
  const major = Number.parseInt(version, 10)
  if (library === 'twilio-python' || library === 'twilio-php') return true
  const lastMajor: Record<string, number> = { 'twilio-node': 2, 'twilio-ruby': 4, 'twilio-java': 6, 'twilio-csharp': 4 }
  return major <= (lastMajor[library] ?? 0)
}

/** What a token was asked to mean, from its input alone. */
function intendedMeaning(vector: OfficialToken): Meaning {
  const clientNames = [...new Set(operations(vector, 'incoming').map(({ clientName }) => clientName))]
  const [application] = operations(vector, 'outgoing').slice(-1)
  return {
    clientNames,
    outgoing: application && {
      applicationSid: application.appSid,
      clientName: application.clientName ?? (copiesName(vector) ? clientNames.at(-1) : undefined),
      params: Object.entries(application.params ?? {}),
    },
    eventStreams: operations(vector, 'eventStream').map(({ filters = {} }) => ({
      kind: 'event-stream',
      path: '/2010-04-01/Events',
      filters: Object.entries(filters),
    })),
  }
}

/** The few tokens that mean something other than what was asked, and why. Everything else decodes to its input. */
function actualMeaning(vector: OfficialToken): Meaning {
  const intended = intendedMeaning(vector)
  const { library, version, case: name } = vector
  // Objects of filters are lost in Node up to 2, and written as unreadable text in Ruby up to 4.
  const losesFilters = (library === 'twilio-node' && version.startsWith('2.')) || version === '4.13.0'
  if (losesFilters) return { ...intended, eventStreams: intended.eventStreams.map((one) => ({ ...one, filters: [] })) }
  // Java from 7 on keeps parameters in a hash map: all there, in another order.
  const reorders = library === 'twilio-java' && Number.parseInt(version, 10) >= 7 && name === 'outgoing-params-two'
  if (!reorders) return intended
  const params: readonly Param[] = [
    ['baz', 'qux'],
    ['foo', 'bar'],
  ]
  return { ...intended, outgoing: { ...intended.outgoing, params } }
}

const expectedRemarks: readonly (readonly [RemarkCode, number, (vector: OfficialToken) => boolean])[] = [
  ['expiry-as-text', 26, ({ payload }) => typeof payload.exp === 'string'],
  ['missing-typ', 13, ({ header }) => !('typ' in header)],
  ['no-scopes', 35, (vector) => vector.case === 'empty-scopes'],
  ['duplicate-scope', 2, ({ case: name, version }) => name === 'generate-twice' && /^(?:3.4.1|6.3.0)$/.test(version)],
  ['stray-param', 2, ({ case: name, version }) => name === 'outgoing-params-two' && /^5\.(?:0.0|6.3)$/.test(version)],
  ['unreadable-filters', 4, ({ version, payload }) => version === '4.13.0' && payload.scope.includes('%3D%3E')],
  [
    'overencoded-params',
    7,
    ({ version, payload }) => /^(?:3.4.1|4.3.0)$/.test(version) && /%2526|%253D/.test(payload.scope),
  ],
]

describe('the tokens of the official libraries', () => {
  test('are 457, of 14 cases and 35 issuers', () => {
    expect(officialTokens).toHaveLength(457)
    expect(new Set(officialTokens.map((vector) => vector.case)).size).toBe(14)
    expect(
      new Set(officialTokens.map(({ library, version, runtime }) => [library, version, runtime].join())).size,
    ).toBe(35)
    expect(new Set(officialTokens.map(({ token }) => token)).size).toBeGreaterThan(200)
  })

  test.each(officialTokens.map((vector) => [describeOfficialToken(vector), vector] as const))(
    '%s verifies, means what was asked, and decodes to the same',
    (_, vector) => {
      const now = expiryOf(vector) - 60
      const grant = verifyCapabilityToken(vector.token, { key: vector.authToken, now })
      expect(grant).toMatchObject({ kind: 'capability', accountSid: vector.input.accountSid, expiresAt: now + 60 })
      const { clientNames, outgoing, eventStreams } = grant
      expect({ clientNames, outgoing, eventStreams }).toEqual(actualMeaning(vector))

      const decoded = decodeCapabilityToken(vector.token, { now })
      expect(decoded.header).toEqual(vector.header)
      expect(decoded.payload).toEqual(vector.payload)
      expect(decoded).toMatchObject({
        kind: 'capability',
        accountSid: grant.accountSid,
        expires: { seconds: now + 60 },
      })
      expect(decoded.issued?.seconds).toBe(vector.payload.iat)
      expect(decoded.notBefore?.seconds).toBe(vector.payload.nbf)
      expect(decoded.scopes.flatMap((scope) => (scope.kind === 'incoming' ? [scope.clientName] : []))).toEqual(
        clientNames,
      )
      expect(decoded.scopes.find(({ kind }) => kind === 'outgoing')).toEqual(
        outgoing && { kind: 'outgoing', ...outgoing },
      )
      expect(decoded.scopes.filter(({ kind }) => kind === 'event-stream')).toEqual(eventStreams)
    },
  )

  test.each(expectedRemarks)('earn the remark %s %i times, where it belongs', (code, count, isExpected) => {
    const remarked = officialTokens.filter((vector) =>
      decodeCapabilityToken(vector.token, { now: expiryOf(vector) - 60 }).remarks.some(
        (remark) => remark.code === code,
      ),
    )
    expect(remarked).toEqual(officialTokens.filter(isExpected))
    expect(remarked).toHaveLength(count)
  })

  test('earn no other remark', () => {
    const known = expectedRemarks.map(([code]) => code)
    for (const vector of officialTokens) {
      const { remarks } = decodeCapabilityToken(vector.token, { now: expiryOf(vector) - 60 })
      expect(remarks.filter(({ code }) => !known.includes(code))).toEqual([])
    }
  })

  test('pass a strict verifier unless their format is one of the defects that were fixed later', () => {
    const departures: readonly RemarkCode[] = [
      'missing-typ',
      'expiry-as-text',
      'duplicate-scope',
      'stray-param',
      'unreadable-filters',
      'overencoded-params',
    ]
    const expected = expectedRemarks.flatMap(([code, , isExpected]) => (departures.includes(code) ? [isExpected] : []))
    for (const vector of officialTokens) {
      const verify = (): unknown =>
        verifyCapabilityToken(vector.token, { key: vector.authToken, now: expiryOf(vector) - 60, strict: true })
      if (expected.some((isExpected) => isExpected(vector))) {
        expect(verify).toThrow(expect.objectContaining({ code: 'nonconforming' }))
      } else {
        expect(verify).not.toThrow()
      }
    }
  })

  test('are refused when one character of the payload is changed', () => {
    for (const vector of officialTokens) {
      const now = expiryOf(vector) - 60
      const [header = '', payload = '', signature = ''] = vector.token.split('.')
      for (const at of [4, Math.floor(payload.length / 2), payload.length - 5]) {
        const changed = payload.slice(0, at) + (payload[at] === 'A' ? 'B' : 'A') + payload.slice(at + 1)
        expect(() =>
          verifyCapabilityToken(`${header}.${changed}.${signature}`, { key: vector.authToken, now }),
        ).toThrow(expect.objectContaining({ code: 'signature' }))
      }
    }
  })

  test('are refused when a claim is changed and nothing else', () => {
    for (const vector of officialTokens) {
      const now = expiryOf(vector) - 60
      const [header = '', , signature = ''] = vector.token.split('.')
      const claims = { ...vector.payload, exp: now + 61 }
      const changed = Buffer.from(JSON.stringify(claims)).toString('base64url')
      expect(() => verifyCapabilityToken(`${header}.${changed}.${signature}`, { key: vector.authToken, now })).toThrow(
        expect.objectContaining({ code: 'signature' }),
      )
    }
  })

  test('are refused with another auth token, when expired, and by another account', () => {
    for (const { token, authToken, payload } of officialTokens) {
      const now = Math.trunc(Number(payload.exp)) - 60
      const refusals = [
        ['signature', { key: `${authToken}x`, now }],
        ['expired', { key: authToken, now: now + 60 }],
        ['account-mismatch', { key: authToken, now, accountSid: 'AC1' }],
      ] as const
      for (const [code, options] of refusals) {
        expect(() => verifyCapabilityToken(token, options)).toThrow(expect.objectContaining({ code }))
      }
    }
  })
})

function applyTo2(capability: Capability, grant: OfficialGrant): void {
  if (grant.op === 'incoming') capability.allowClientIncoming(grant.clientName)
  else if (grant.op === 'outgoing') capability.allowClientOutgoing(grant.appSid, grant.params)
  else capability.allowEventStream(grant.filters)
}

function applyTo3(capability: ClientCapability, grant: OfficialGrant): void {
  if (grant.op === 'incoming') capability.addScope(new ClientCapability.IncomingClientScope(grant.clientName))
  else if (grant.op === 'eventStream') capability.addScope(new ClientCapability.EventStreamScope(grant.filters))
  else {
    const { appSid: applicationSid, clientName, params } = grant
    capability.addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName, params }))
  }
}

/** Build a Node vector again: the same grants at the same second, ending when it ended. */
function rebuild({ input, authToken, version, payload }: OfficialToken): string {
  const moment: IssueOptions = { now: payload.iat, validUntil: Number(payload.exp) }
  if (version.startsWith('2.')) {
    const capability = Capability(input.accountSid, authToken)
    for (const grant of input.ops) applyTo2(capability, grant)
    if (input.generateCalls === 2) capability.generate()
    return capability.generate(undefined, moment)
  }
  const capability = new ClientCapability({ accountSid: input.accountSid, authToken })
  for (const grant of input.ops) applyTo3(capability, grant)
  if (input.generateCalls === 2) capability.toJwt()
  return capability.toJwt(moment)
}

describe('the tokens of the official Node library', () => {
  const rebuildable = officialTokens.filter(({ library, version }) => library === 'twilio-node' && version !== '2.11.0')
  // 2.11.1 loses filters; ours are written.
  const isDefective = ({ version, payload }: OfficialToken): boolean =>
    version === '2.11.1' && /&params=(?: |$)/.test(payload.scope)

  test.each(
    rebuildable
      .filter((vector) => !isDefective(vector))
      .map((vector) => [describeOfficialToken(vector), vector] as const),
  )('%s is rebuilt byte for byte', (_, vector) => {
    expect(rebuild(vector)).toBe(vector.token)
  })

  test('differ only where 2.11.1 lost stream filters', () => {
    const defective = rebuildable.filter(isDefective)
    expect(defective.map((vector) => vector.case)).toEqual([
      'eventStream-filter-one',
      'incoming-outgoing-params-eventStream',
    ])
    for (const vector of defective) {
      const { payload, header } = decodeCapabilityToken(rebuild(vector))
      const [{ filters = {} } = {}] = operations(vector, 'eventStream')
      const written = encodeURIComponent(new URLSearchParams(filters).toString())
      expect(header).toEqual(vector.header)
      expect(payload).toEqual({
        ...vector.payload,
        scope: vector.payload.scope.replace('&params=', `&params=${written}`),
      })
    }
  })

  test('have the scope and the claims of 2.11.0 too, which stamped no time of issue', () => {
    const vectors = officialTokens.filter(
      ({ version, payload }) => version === '2.11.0' && !/&params=(?: |$)/.test(payload.scope),
    )
    expect(vectors).toHaveLength(11)
    for (const vector of vectors) {
      const { exp } = vector.payload
      const { iat, ...claims } = decodeCapabilityToken(
        rebuild({ ...vector, payload: { ...vector.payload, iat: Number(exp) - 60 } }),
      ).payload
      expect(claims).toEqual(vector.payload)
      expect(iat).toBe(Number(exp) - 60)
    }
  })
})
