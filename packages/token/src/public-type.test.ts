import { createSecretKey } from 'node:crypto'
import { describe, expectTypeOf, test } from 'vitest'
import type { TokenArgumentError, TokenError } from './index.js'
import {
  AccessToken,
  type ArgumentErrorCode,
  type AsyncVerifyOptions,
  Capability,
  type CapabilityGrant,
  ClientCapability,
  type DecodedToken,
  decodeCapabilityToken,
  type DeviceErrorCode,
  jwt,
  type OutgoingGrant,
  type Param,
  type ParsedScope,
  type Remark,
  type RemarkCode,
  type Scope,
  type Secret,
  type TokenErrorCode,
  tokenErrorCatalogue,
  type TokenErrorEntry,
  verifyCapabilityToken,
  verifyCapabilityTokenAsync,
  type VerifyOptions,
  type VoiceGrant,
} from './index.js'
import type { officialJwt6 } from './test-support/official-library.js'

// `tsc -b` judges this file: a wrong type fails the build, and the run only shows that nothing here throws.

type OfficialClientCapability = (typeof officialJwt6)['ClientCapability']
type OfficialAccessToken = (typeof officialJwt6)['AccessToken']
type FirstArgument<Class extends abstract new (...args: never) => unknown> = ConstructorParameters<Class>[0]

describe('drop-in argument shapes', () => {
  test('ClientCapability takes what the official one takes', () => {
    expectTypeOf<FirstArgument<OfficialClientCapability>>().toExtend<FirstArgument<typeof ClientCapability>>()
    expectTypeOf<FirstArgument<OfficialClientCapability['IncomingClientScope']>>().toExtend<
      FirstArgument<typeof ClientCapability.IncomingClientScope>
    >()
    expectTypeOf<ClientCapability['toJwt']>().toBeCallableWith()
    expectTypeOf<ClientCapability['toJwt']>().returns.toEqualTypeOf<string>()
    expectTypeOf<ClientCapability['ttl']>().toEqualTypeOf<number>()
    expectTypeOf<ClientCapability['accountSid']>().toEqualTypeOf<string>()
  })

  test('scopes of either library fit the other', () => {
    type OfficialScope = Parameters<InstanceType<OfficialClientCapability>['addScope']>[0]
    expectTypeOf<OfficialScope>().toExtend<Scope>()
    expectTypeOf<InstanceType<typeof ClientCapability.IncomingClientScope>>().toExtend<OfficialScope>()
    expectTypeOf<InstanceType<typeof ClientCapability.OutgoingClientScope>['payload']>().returns.toEqualTypeOf<string>()
    expectTypeOf<ClientCapability['addScope']>().toBeCallableWith({ payload: () => 'scope:service:privilege' })
  })

  test('outgoing scopes and streams take scalar parameters, and nothing else', () => {
    const { EventStreamScope, OutgoingClientScope } = ClientCapability
    expectTypeOf(OutgoingClientScope).toBeConstructibleWith({
      applicationSid: 'AP1',
      clientName: 'joey',
      params: { a: 'b', c: 1, d: true },
    })
    expectTypeOf(OutgoingClientScope).toBeConstructibleWith({
      applicationSid: 'AP1',
      clientName: undefined,
      params: undefined,
    })
    expectTypeOf(EventStreamScope).toBeConstructibleWith()
    // @ts-expect-error an application SID is required
    expectTypeOf(OutgoingClientScope).toBeConstructibleWith({})
    // @ts-expect-error a list is no parameter value
    expectTypeOf(OutgoingClientScope).toBeConstructibleWith({ applicationSid: 'AP1', params: { a: ['b'] } })
    // @ts-expect-error null is no parameter value
    expectTypeOf(EventStreamScope).toBeConstructibleWith({ a: null })
  })

  test('Capability is called with and without new, and chains', () => {
    expectTypeOf(Capability).toBeCallableWith()
    expectTypeOf(Capability).toBeCallableWith('AC1', 'token')
    expectTypeOf(Capability).toBeConstructibleWith('AC1', 'token')
    expectTypeOf(Capability('AC1', 'token')).toEqualTypeOf<Capability>()
    expectTypeOf(new Capability('AC1', 'token')).toEqualTypeOf<Capability>()
    expectTypeOf<Capability['allowClientIncoming']>().toBeCallableWith('joey')
    expectTypeOf<Capability['allowClientOutgoing']>().toBeCallableWith('AP1', { a: 1 })
    expectTypeOf<Capability['allowEventStream']>().toBeCallableWith('a=b')
    expectTypeOf<Capability['generate']>().toBeCallableWith(600)
    const chained = Capability('AC1', 'token').allowClientIncoming('joey').allowClientOutgoing('AP1').allowEventStream()
    expectTypeOf(chained).toEqualTypeOf<Capability>()
    expectTypeOf<(typeof chained)['generate']>().returns.toEqualTypeOf<string>()
  })

  test('AccessToken and VoiceGrant take what the official ones take', () => {
    type Official = ConstructorParameters<OfficialAccessToken>
    expectTypeOf<Official[3]>().toExtend<NonNullable<ConstructorParameters<typeof AccessToken>[3]>>()
    expectTypeOf(AccessToken).toBeConstructibleWith('AC1', 'SK1', 'secret', { identity: 'joey' })
    expectTypeOf(AccessToken).toBeConstructibleWith('AC1', 'SK1', 'secret')
    expectTypeOf<AccessToken['toJwt']>().toBeCallableWith('HS256')
    expectTypeOf<AccessToken['addGrant']>().toBeCallableWith(new AccessToken.VoiceGrant({ incomingAllow: true }))
    expectTypeOf<InstanceType<OfficialAccessToken['VoiceGrant']>>().toExtend<Parameters<AccessToken['addGrant']>[0]>()
    expectTypeOf<VoiceGrant['key']>().toEqualTypeOf<'voice'>()
    expectTypeOf<InstanceType<typeof AccessToken.VideoGrant>>().toBeNever()
  })

  test('the official names lead to the same classes', () => {
    expectTypeOf(jwt.ClientCapability).toEqualTypeOf<typeof ClientCapability>()
    expectTypeOf(jwt.AccessToken).toEqualTypeOf<typeof AccessToken>()
  })

  test('the auth token is text, bytes or a key object', () => {
    expectTypeOf(createSecretKey).returns.toExtend<Secret>()
    expectTypeOf<Buffer>().toExtend<Secret>()
    expectTypeOf<number>().not.toExtend<Secret>()
    expectTypeOf<undefined>().not.toExtend<FirstArgument<typeof ClientCapability>['authToken']>()
  })
})

describe('verifying', () => {
  test('takes exactly one source of keys', () => {
    expectTypeOf<{ key: string }>().toExtend<VerifyOptions>()
    expectTypeOf<{ keys: readonly string[] }>().toExtend<VerifyOptions>()
    expectTypeOf<{ keyFor: (sid: string) => string | undefined }>().toExtend<VerifyOptions>()
    expectTypeOf<{ keyFor: (sid: string) => readonly Secret[] | null }>().toExtend<VerifyOptions>()
    expectTypeOf<{ now: number }>().not.toExtend<VerifyOptions>()
    expectTypeOf<{ key: string; keys: readonly string[] }>().not.toExtend<VerifyOptions>()
    expectTypeOf<{ key: string; keyFor: () => string }>().not.toExtend<VerifyOptions>()
    expectTypeOf<{ keys: readonly string[]; keyFor: () => string }>().not.toExtend<VerifyOptions>()
    expectTypeOf<{ key: string | undefined }>().not.toExtend<VerifyOptions>()
  })

  test('takes a promise of keys in the asynchronous variant only', () => {
    type ByPromise = { keyFor: (sid: string) => Promise<string | null> }
    expectTypeOf<ByPromise>().toExtend<AsyncVerifyOptions>()
    expectTypeOf<ByPromise>().not.toExtend<VerifyOptions>()
    expectTypeOf<VerifyOptions>().toExtend<AsyncVerifyOptions>()
  })

  test('returns a grant that cannot be changed', () => {
    expectTypeOf(verifyCapabilityToken).returns.toEqualTypeOf<CapabilityGrant>()
    expectTypeOf(verifyCapabilityTokenAsync).returns.resolves.toEqualTypeOf<CapabilityGrant>()
    expectTypeOf<CapabilityGrant>().toEqualTypeOf<Readonly<CapabilityGrant>>()
    expectTypeOf<OutgoingGrant>().toEqualTypeOf<Readonly<OutgoingGrant>>()
    expectTypeOf<CapabilityGrant['clientNames']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<CapabilityGrant['outgoing']>().toEqualTypeOf<OutgoingGrant | undefined>()
    expectTypeOf<OutgoingGrant['params']>().toEqualTypeOf<readonly Param[]>()
    expectTypeOf<Param>().toEqualTypeOf<readonly [name: string, value: string]>()
    expectTypeOf<CapabilityGrant['kind']>().toEqualTypeOf<'capability' | 'access'>()
    expectTypeOf<CapabilityGrant['expiresAt']>().toEqualTypeOf<number>()
    expectTypeOf<CapabilityGrant['issuedAt']>().toEqualTypeOf<number | undefined>()
    const change = (grant: CapabilityGrant): void => {
      // @ts-expect-error the grant is read-only
      grant.accountSid = 'AC2'
      // @ts-expect-error and so is what it holds
      grant.clientNames[0] = 'boss'
    }
    expectTypeOf(change).toBeFunction()
  })
})

describe('decoding', () => {
  test('tells scopes apart by their kind', () => {
    expectTypeOf(decodeCapabilityToken).returns.toEqualTypeOf<DecodedToken>()
    expectTypeOf<DecodedToken>().toEqualTypeOf<Readonly<DecodedToken>>()
    expectTypeOf<DecodedToken['scopes']>().toEqualTypeOf<readonly ParsedScope[]>()
    expectTypeOf<ParsedScope['kind']>().toEqualTypeOf<'incoming' | 'outgoing' | 'event-stream' | 'unknown'>()
    expectTypeOf<Extract<ParsedScope, { kind: 'incoming' }>['clientName']>().toEqualTypeOf<string>()
    expectTypeOf<Extract<ParsedScope, { kind: 'outgoing' }>['clientName']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<DecodedToken['kind']>().toEqualTypeOf<'capability' | 'access' | 'taskrouter'>()
    expectTypeOf<Remark['code']>().toEqualTypeOf<RemarkCode>()
  })
})

describe('errors', () => {
  test('carry closed unions of codes', () => {
    expectTypeOf<TokenError['code']>().toEqualTypeOf<TokenErrorCode>()
    expectTypeOf<TokenError['deviceErrorCode']>().toEqualTypeOf<DeviceErrorCode>()
    expectTypeOf<TokenArgumentError['code']>().toEqualTypeOf<ArgumentErrorCode>()
    expectTypeOf(tokenErrorCatalogue).toEqualTypeOf<Readonly<Record<TokenErrorCode, TokenErrorEntry>>>()
    expectTypeOf<TokenArgumentError>().toExtend<TypeError>()
    expectTypeOf<TokenError>().toExtend<Error>()
    expectTypeOf<'misspelt'>().not.toExtend<TokenErrorCode>()
  })
})
