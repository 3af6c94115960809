import type { ClientInvitePayload } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import type { DeviceGrant } from '../account/device-grant.js'
import { actionUrl, applicationSid, inWorld, otherAccountSid, voiceUrl } from './test-support/call-world.js'

type Outgoing = NonNullable<DeviceGrant['outgoing']>

function outgoing(changes: Partial<Outgoing>): { readonly grant: Partial<DeviceGrant> } {
  return { grant: { outgoing: { applicationSid, clientName: 'alice', params: [], ...changes } } }
}

/** The error that an invite is refused with under its temporary id. */
function refused(
  options: Parameters<Parameters<Parameters<typeof inWorld>[0]>[0]['connect']>[1],
  code: number,
  invite: Partial<ClientInvitePayload> = {},
  world: Parameters<typeof inWorld>[1] = {},
): () => Promise<void> {
  return inWorld(async ({ connect, legs, webhooks }) => {
    const alice = connect('alice', options)
    const tempId = await alice.dial({}, invite)
    expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code } })
    expect(webhooks.requests).toEqual([])
    expect(await legs()).toEqual([])
  }, world)
}

describe('a call out is refused', () => {
  test('without an outgoing scope: 31002', refused({ grant: { outgoing: undefined } }, 31002))

  test(
    'with an expired token, to the second: 31205',
    refused({ grant: { expiresAt: Date.UTC(2026, 10, 21) / 1000 } }, 31205),
  )

  test(
    'when the token’s application is unknown: 31001',
    refused(outgoing({ applicationSid: `AP${'f'.repeat(32)}` }), 31001),
  )

  test(
    'when the token’s application is another account’s: 31001',
    refused(
      { grant: { accountSid: otherAccountSid, outgoing: { applicationSid, clientName: 'alice', params: [] } } },
      31001,
    ),
  )

  test.each(['suspended', 'closed'] as const)('when the account is %s meanwhile: 31203', (status) =>
    refused({}, 31203, {}, { account: { status } })(),
  )

  test('when the account is gone: 31203', refused({ grant: { accountSid: `AC${'f'.repeat(32)}` } }, 31203))

  test(
    'with more than 800 bytes of parameters, names and values in UTF-8: 31103',
    refused({}, 31103, { twilio: { params: `n=${encodeURIComponent('é'.repeat(400))}` } }),
  )
})

describe('a call out', () => {
  test(
    'may carry 800 bytes of parameters',
    inWorld(async ({ connect, requestsTo, serve }) => {
      serve(voiceUrl, '<Reject/>')
      const alice = connect('alice')
      await alice.dial({ n: 'x'.repeat(799) })
      await alice.next('hangup')
      expect(requestsTo(voiceUrl)).toMatchObject([{ n: 'x'.repeat(799) }])
    }),
  )

  test(
    'goes to the token’s application, whatever the device asks for',
    inWorld(async ({ connect, requestsTo, serve }) => {
      serve(voiceUrl, '<Reject/>')
      serve(actionUrl, '<Reject/>')
      const alice = connect('alice')
      await alice.dial({ ApplicationSid: `AP${'f'.repeat(32)}`, appSid: `AP${'f'.repeat(32)}`, VoiceUrl: actionUrl })
      await alice.next('hangup')
      expect(requestsTo(voiceUrl)).toMatchObject([{ ApplicationSid: applicationSid }])
      expect(requestsTo(actionUrl)).toEqual([])
    }),
  )

  test(
    'comes from the outgoing scope’s name, and without one from Anonymous, whatever names the device receives as',
    inWorld(async ({ connect, requestsTo, serve }) => {
      serve(voiceUrl, '<Reject/>')
      for (const clientName of ['support', undefined]) {
        const alice = connect('alice', outgoing({ clientName }))
        await alice.dial({ From: 'client:root', Caller: 'client:root' })
        await alice.next('hangup')
      }
      expect(requestsTo(voiceUrl)).toMatchObject([
        { From: 'client:support', Caller: 'client:support' },
        { From: 'client:Anonymous', Caller: 'client:Anonymous' },
      ])
    }),
  )
})
