import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Capability } from './capability.js'
import { decodeCapabilityToken } from './decode.js'
import { accountSid, applicationSid, authToken, now } from './test-support/sample.js'

const incoming = 'scope:client:incoming?clientName='
const stream = 'scope:stream:subscribe?path=%2F2010-04-01%2FEvents'

function scopeOf(capability: Capability): unknown {
  return decodeCapabilityToken(capability.generate(600, { now }), { now }).payload['scope']
}

describe('a chained capability', () => {
  test('emits the header and the claims of 2.11.1, in its order', () => {
    const [header = '', payload = ''] = Capability(accountSid, authToken)
      .allowClientIncoming('joey')
      .generate(600, { now })
      .split('.')
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"typ":"JWT","alg":"HS256"}')
    expect(Buffer.from(payload, 'base64url').toString()).toBe(
      `{"scope":"${incoming}joey","iss":"${accountSid}","exp":${now + 600},"iat":${now}}`,
    )
  })

  test('is made with and without new, and is an instance either way', () => {
    expect(new Capability(accountSid, authToken)).toBeInstanceOf(Capability)
    expect(Capability(accountSid, authToken)).toBeInstanceOf(Capability)
  })

  test('can be extended', () => {
    class Named extends Capability {
      allowJoey(): this {
        return this.allowClientIncoming('joey')
      }
    }
    const named = new Named(accountSid, authToken)
    expect(named).toBeInstanceOf(Named)
    expect(scopeOf(named.allowJoey())).toBe(`${incoming}joey`)
  })

  test('writes incoming and stream scopes in the order granted, and the outgoing one last, named by the last name', () => {
    const capability = Capability(accountSid, authToken)
      .allowClientOutgoing('AP123', { foobar: 3 })
      .allowClientIncoming('andy')
      .allowEventStream()
      .allowClientIncoming('joey')
    expect(scopeOf(capability)).toBe(
      `${incoming}andy ${stream} ${incoming}joey scope:client:outgoing?appSid=AP123&appParams=foobar%3D3&clientName=joey`,
    )
  })

  test('leaves the name out of the outgoing scope when none was granted, and empty parameters in', () => {
    expect(scopeOf(Capability(accountSid, authToken).allowClientOutgoing('AP123'))).toBe(
      'scope:client:outgoing?appSid=AP123',
    )
    expect(scopeOf(Capability(accountSid, authToken).allowClientOutgoing('AP123', {}))).toBe(
      'scope:client:outgoing?appSid=AP123&appParams=',
    )
    expect(scopeOf(Capability(accountSid, authToken).allowClientOutgoing('AP123', null))).toBe(
      'scope:client:outgoing?appSid=AP123',
    )
  })

  test('keeps the last of several outgoing grants', () => {
    const capability = Capability(accountSid, authToken).allowClientOutgoing('AP1', { a: 1 }).allowClientOutgoing('AP2')
    expect(scopeOf(capability)).toBe('scope:client:outgoing?appSid=AP2')
    expect(capability.outgoingScopeParams).toEqual({ appSid: 'AP2' })
  })

  test.each<[Parameters<Capability['allowEventStream']>[0], string]>([
    [undefined, ''],
    [null, ''],
    ['', ''],
    [{}, '&params='],
    [{ foobar: 'hey' }, '&params=foobar%3Dhey'],
    [{ Dir: 'in', To: 'a b' }, '&params=Dir%3Din%26To%3Da%2520b'],
    ['Dir=in&To=a%20b', '&params=Dir%3Din%26To%3Da%2520b'],
  ])('writes the stream filters %j instead of losing them', (filters, query) => {
    expect(scopeOf(Capability(accountSid, authToken).allowEventStream(filters))).toBe(`${stream}${query}`)
  })

  test('grants the same thing once, however often it is granted or emitted', () => {
    const capability = Capability(accountSid, authToken)
    for (let time = 0; time < 3; time++) {
      capability.allowClientIncoming('joey').allowEventStream().allowClientOutgoing('AP123')
      expect(scopeOf(capability)).toBe(`${incoming}joey ${stream} scope:client:outgoing?appSid=AP123&clientName=joey`)
    }
  })

  test('shows what was granted as copies', () => {
    const capability = Capability(accountSid, authToken)
      .allowClientIncoming('joey')
      .allowClientOutgoing('AP1', { a: 1 })
    expect(capability).toMatchObject({
      accountSid,
      capabilities: [`${incoming}joey`],
      clientName: 'joey',
      outgoingScopeParams: { appSid: 'AP1', appParams: 'a=1' },
    })
    expect(capability.capabilities).toSatisfy(Object.isFrozen)
    expect(capability.outgoingScopeParams).toSatisfy(Object.isFrozen)
  })

  test('settles lifetime, id and claims of one emission', () => {
    const capability = Capability(accountSid, authToken)
    const token = capability.generate(null, {
      now,
      validUntil: now + 5,
      notBefore: now - 1,
      tokenId: 't1',
      claims: { a: 1 },
    })
    expect(decodeCapabilityToken(token, { now }).payload).toEqual({
      scope: '',
      iss: accountSid,
      exp: now + 5,
      iat: now,
      nbf: now - 1,
      jti: 't1',
      a: 1,
    })
    expect(decodeCapabilityToken(capability.generate(null, { now }), { now }).expires?.seconds).toBe(now + 3_600)
  })

  test.each<[string, (capability: Capability) => unknown]>([
    ['missing', (capability) => capability.allowClientIncoming(undefined as unknown as string)],
    ['client-name', (capability) => capability.allowClientIncoming('a b')],
    ['missing', (capability) => capability.allowClientOutgoing('')],
    ['sid', (capability) => capability.allowClientOutgoing('AP 1')],
    ['type', (capability) => capability.allowClientOutgoing('AP1', 'a=1' as unknown as { a: number })],
    ['type', (capability) => capability.allowEventStream(7 as unknown as string)],
    ['encoding', (capability) => capability.allowEventStream('\ud800')],
    ['range', (capability) => capability.generate(0)],
    ['type', (capability) => capability.generate('600' as unknown as number)],
    ['conflict', (capability) => capability.generate(600, { validUntil: now })],
    ['reserved-claim', (capability) => capability.generate(600, { claims: { iss: 'AC2' } })],
  ])('refuses a bad argument with the code %s', (code, use) => {
    expect(() => use(Capability(accountSid, authToken))).toThrow(expect.objectContaining({ code }))
  })

  test('takes wide names and strict SIDs by option', () => {
    const capability = Capability(accountSid, authToken, { clientNameRule: 'wide', strictSids: true })
    expect(scopeOf(capability.allowClientIncoming('a@b').allowClientOutgoing(applicationSid))).toBe(
      `${incoming}a%40b scope:client:outgoing?appSid=${applicationSid}&clientName=a%40b`,
    )
    expect(() => capability.allowClientOutgoing('AP123')).toThrow(expect.objectContaining({ code: 'sid' }))
    expect(() => Capability('AC123', authToken, { strictSids: true })).toThrow(expect.objectContaining({ code: 'sid' }))
  })
})

describe('the credentials of a chained capability', () => {
  beforeEach(() => {
    vi.stubEnv('TWILIO_ACCOUNT_SID', undefined)
    vi.stubEnv('TWILIO_AUTH_TOKEN', undefined)
  })

  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('are trimmed', () => {
    const token = Capability(` ${accountSid}\n`, ` ${authToken} `).generate(600, { now })
    expect(token).toBe(Capability(accountSid, authToken).generate(600, { now }))
  })

  test('may be a key as bytes', () => {
    const token = Capability(accountSid, Buffer.from(authToken)).generate(600, { now })
    expect(token).toBe(Capability(accountSid, authToken).generate(600, { now }))
  })

  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    [accountSid, undefined],
    [undefined, 'other'],
    ['', ''],
  ])('both come from the environment when one is missing (%j, %j)', (sid, token) => {
    vi.stubEnv('TWILIO_ACCOUNT_SID', 'AC999')
    vi.stubEnv('TWILIO_AUTH_TOKEN', authToken)
    const capability = Capability(sid, token)
    expect(capability.accountSid).toBe('AC999')
    expect(capability.generate(600, { now })).toBe(Capability('AC999', authToken).generate(600, { now }))
  })

  test.each<[string | null, string | null, string]>([
    [null, null, 'accountSid'],
    [accountSid, null, 'authToken'],
    [null, authToken, 'accountSid'],
  ])('missing everywhere are an error, not a thrown text', (sid, token, argument) => {
    vi.stubEnv('TWILIO_ACCOUNT_SID', accountSid)
    expect(() => Capability(sid, token)).toThrow(expect.objectContaining({ code: 'missing', argument }))
    expect(() => Capability(sid, token)).toThrow('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN environment variables')
  })

  test.each<[unknown, unknown, string]>([
    [7, authToken, 'type'],
    [{}, authToken, 'type'],
    [accountSid, 7, 'type'],
    [accountSid, {}, 'type'],
    ['  ', authToken, 'missing'],
    [accountSid, '  ', 'missing'],
  ])('%o and %o are refused with the code %s', (sid, token, code) => {
    expect(() => Capability(sid as string, token as string)).toThrow(expect.objectContaining({ code }))
  })
})
