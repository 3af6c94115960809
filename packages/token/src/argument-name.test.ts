import { describe, expect, test } from 'vitest'
import { AccessToken } from './access-token.js'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { decodeCapabilityToken } from './decode.js'
import { forgeToken } from './test-support/forge-token.js'
import { accountSid, apiKeySecret, apiKeySid, authToken } from './test-support/sample.js'
import { verifyCapabilityToken } from './verify.js'

const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability

const capability = (options: object): ClientCapability => new ClientCapability({ accountSid, authToken, ...options })
const chained = (): Capability => Capability(accountSid, authToken)
const access = (options?: object): AccessToken => new AccessToken(accountSid, apiKeySid, apiKeySecret, options)
const outgoing = (options: object): object => new OutgoingClientScope({ applicationSid: 'AP1', ...options })
const verify = (options: object): object => verifyCapabilityToken(forgeToken(), { key: authToken, ...options })

/** How each argument is handed over, by what its errors call it. */
const waysByArgument: Readonly<Record<string, readonly ((value: never) => unknown)[]>> = {
  accountSid: [(value) => new AccessToken(value, apiKeySid, apiKeySecret), (value) => Capability(value, authToken)],
  algorithm: [(value) => access().toJwt(value)],
  appSid: [(value) => chained().allowClientOutgoing(value)],
  authToken: [(value) => Capability(accountSid, value)],
  clientName: [(value) => new IncomingClientScope(value), (value) => chained().allowClientIncoming(value)],
  'filters["a"]': [(a) => new EventStreamScope({ a }), (a) => chained().allowEventStream({ a })],
  filters: [(value) => new EventStreamScope(value), (value) => chained().allowEventStream(value)],
  grant: [(value) => access().addGrant(value)],
  identity: [(value) => (access().identity = value)],
  key: [(key) => verify({ key }), (value) => verify({ key: undefined, keys: [authToken, value] })],
  keySid: [(value) => new AccessToken(accountSid, value, apiKeySecret)],
  options: [(value) => new ClientCapability(value), (value) => new OutgoingClientScope(value)],
  'options.accountSid': [(value) => capability({ accountSid: value })],
  'options.apiKeyFor': [(apiKeyFor) => verify({ apiKeyFor })],
  'options.applicationSid': [(applicationSid) => outgoing({ applicationSid })],
  'options.authToken': [(value) => capability({ authToken: value })],
  'options.claims': [(claims) => capability({ claims }), (claims) => chained().generate(5, { claims })],
  'options.claims["a"]': [(a) => capability({ claims: { a } }), (a) => capability({}).toJwt({ claims: { a } })],
  'options.clientName': [(clientName) => outgoing({ clientName })],
  'options.endpointId': [(endpointId) => new AccessToken.VoiceGrant({ endpointId })],
  'options.identity': [(identity) => access({ identity })],
  'options.incomingAllow': [(incomingAllow) => new AccessToken.VoiceGrant({ incomingAllow })],
  'options.keyFor': [(keyFor) => verify({ key: undefined, keyFor })],
  'options.keys': [(keys) => verify({ key: undefined, keys })],
  'options.leewaySeconds': [(leewaySeconds) => verify({ leewaySeconds })],
  'options.maxClientNames': [(maxClientNames) => verify({ maxClientNames })],
  'options.maxLifetimeSeconds': [(maxLifetimeSeconds) => verify({ maxLifetimeSeconds })],
  'options.nbf': [(nbf) => access({ nbf })],
  'options.notBefore': [(notBefore) => capability({ notBefore }), (notBefore) => capability({}).toJwt({ notBefore })],
  'options.now': [
    (now) => capability({}).toJwt({ now }),
    (now) => chained().generate(5, { now }),
    (now) => access().toJwt({ now }),
    (now) => verify({ now }),
    (now) => decodeCapabilityToken(forgeToken(), { now }),
  ],
  'options.outgoingApplicationParams': [(value) => new AccessToken.VoiceGrant({ outgoingApplicationParams: value })],
  'options.outgoingApplicationParams["a"]': [(a) => new AccessToken.VoiceGrant({ outgoingApplicationParams: { a } })],
  'options.outgoingApplicationSid': [(value) => new AccessToken.VoiceGrant({ outgoingApplicationSid: value })],
  'options.params': [(params) => outgoing({ params })],
  'options.params["a"]': [(a) => outgoing({ params: { a } })],
  'options.pushCredentialSid': [(value) => new AccessToken.VoiceGrant({ pushCredentialSid: value })],
  'options.region': [(region) => access({ region })],
  'options.tokenId': [(tokenId) => capability({ tokenId }), (tokenId) => access({ tokenId })],
  'options.ttl': [(ttl) => capability({ ttl }), (ttl) => access({ ttl }), (ttl) => chained().generate(ttl)],
  'options.validUntil': [(validUntil) => capability({ validUntil })],
  params: [(value) => chained().allowClientOutgoing('AP1', value)],
  'params["a"]': [(a) => chained().allowClientOutgoing('AP1', { a })],
  scope: [(value) => capability({}).addScope(value)],
  'scope.payload()': [
    (value) =>
      capability({})
        .addScope({ payload: () => value })
        .toJwt(),
  ],
  secret: [(value) => new AccessToken(accountSid, apiKeySid, value)],
  ttl: [(value) => (capability({}).ttl = value)],
}

/** What the message says of a rule: never only that there is one. */
const rule = / must be .{5,}; got a symbol\.$/

describe('an error about a value of a wrong type', () => {
  test.each(Object.entries(waysByArgument))('names the argument %s, the rule and the type', (argument, ways) => {
    for (const use of ways) {
      let thrown: unknown
      try {
        use(Symbol('value') as never)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toMatchObject({ name: 'TokenArgumentError', argument })
      expect(thrown).toHaveProperty('message', expect.stringMatching(rule))
      expect(thrown).toHaveProperty('message', expect.stringContaining(argument))
    }
  })
})
