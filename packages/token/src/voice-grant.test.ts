import { describe, expect, test } from 'vitest'
import { VoiceGrant, type VoiceGrantOptions } from './voice-grant.js'

describe('a voice grant', () => {
  test('writes what is granted and nothing else', () => {
    expect(new VoiceGrant().toPayload()).toEqual({})
    expect(new VoiceGrant(null).toPayload()).toEqual({})
    expect(new VoiceGrant({ incomingAllow: false }).toPayload()).toEqual({})
    expect(
      new VoiceGrant({
        incomingAllow: true,
        outgoingApplicationSid: 'AP1',
        outgoingApplicationParams: { user: 7, vip: true },
        pushCredentialSid: 'CR1',
        endpointId: 'e1',
      }).toPayload(),
    ).toEqual({
      incoming: { allow: true },
      outgoing: { application_sid: 'AP1', params: { user: 7, vip: true } },
      push_credential_sid: 'CR1',
      endpoint_id: 'e1',
    })
  })

  test('writes parameters only beside an application', () => {
    expect(new VoiceGrant({ outgoingApplicationParams: { a: 1 } }).toPayload()).toEqual({})
    expect(new VoiceGrant({ outgoingApplicationSid: 'AP1' }).toPayload()).toEqual({
      outgoing: { application_sid: 'AP1' },
    })
  })

  test('does not follow later changes of its parameters', () => {
    const params: Record<string, string> = { a: 'b' }
    const grant = new VoiceGrant({ outgoingApplicationSid: 'AP1', outgoingApplicationParams: params })
    params['a'] = 'c'
    expect(grant.toPayload().outgoing?.params).toEqual({ a: 'b' })
  })

  test.each<[string, unknown]>([
    ['type', { incomingAllow: 'yes' }],
    ['missing', { outgoingApplicationSid: '' }],
    ['sid', { outgoingApplicationSid: 'AP 1' }],
    ['type', { outgoingApplicationParams: ['a'] }],
    ['range', { outgoingApplicationParams: { a: Number.NaN } }],
    ['type', { pushCredentialSid: 7 }],
    ['type', { endpointId: null }],
  ])('is refused with the code %s for %j', (code, options) => {
    expect(() => new VoiceGrant(options as VoiceGrantOptions)).toThrow(expect.objectContaining({ code }))
  })
})
