import twilio from 'twilio-6'
import { describe, expect, test, vi } from 'vitest'
import { createDeferred } from '../deferred.js'
import {
  accountSid,
  actionUrl,
  applicationSid,
  callbackUrl,
  type CallWorld,
  fallbackUrl,
  inWorld,
  voiceUrl,
} from '../test-support/call-world.js'
import { dialBob, ring, talk } from '../test-support/scene.js'

const childCallbackUrl = 'http://app.test/child'

async function callAndEnd(world: CallWorld, params: Readonly<Record<string, string>> = {}): Promise<string> {
  const alice = world.connect('alice')
  await alice.dial(params)
  await alice.next('hangup')
  await world.service.idle()
  return world.observer.statuses[0]?.call.sid ?? ''
}

describe('the request to the VoiceUrl', () => {
  test(
    'carries exactly the standard parameters, in the order of their names, with an empty To and Called',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Reject/>')
      const callSid = await callAndEnd(world)
      const [params = {}] = world.requestsTo(voiceUrl)
      expect(Object.entries(params)).toEqual([
        ['AccountSid', accountSid],
        ['ApiVersion', '2010-04-01'],
        ['ApplicationSid', applicationSid],
        ['CallSid', callSid],
        ['CallStatus', 'ringing'],
        ['Called', ''],
        ['Caller', 'client:alice'],
        ['Direction', 'inbound'],
        ['From', 'client:alice'],
        ['To', ''],
      ])
    }),
  )

  test(
    'is signed with the primary auth token, by the method of the application',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, '<Reject/>')
        await callAndEnd(world)
        const [request] = world.webhooks.requests
        expect(request?.method).toBe('GET')
        expect(request?.headers['x-twilio-signature']).toMatch(/^[\w+/]{27}=$/)
      },
      { application: { voiceMethod: 'GET' }, account: { secondaryAuthToken: 'another' } },
    ),
  )

  test(
    'has the To that the device asks for, while Called stays empty; later requests have it in both',
    inWorld(async (world) => {
      world.serve(voiceUrl, `<Redirect>${actionUrl}</Redirect>`)
      world.serve(actionUrl, '<Reject/>')
      await callAndEnd(world, { To: 'bob' })
      expect(world.requestsTo(voiceUrl)).toMatchObject([{ To: 'bob', Called: '' }])
      expect(world.requestsTo(actionUrl)).toMatchObject([{ To: 'bob', Called: 'bob' }])
      expect(await world.legs()).toMatchObject([{ to: 'bob' }])
    }),
  )

  test(
    'has custom parameters, the token’s before the device’s and the gateway’s before both; later requests have none',
    inWorld(async (world) => {
      world.serve(voiceUrl, `<Redirect>${actionUrl}</Redirect>`)
      world.serve(actionUrl, '<Reject/>')
      const params = [
        ['plan', 'gold'],
        ['CallStatus', 'signed'],
      ] as const
      const alice = world.connect('alice', { grant: { outgoing: { applicationSid, clientName: 'alice', params } } })
      await alice.dial({ plan: 'free', room: 'ö&=+ %', From: 'client:root', DialCallStatus: 'x' })
      await alice.next('hangup')
      expect(world.requestsTo(voiceUrl)).toMatchObject([
        { plan: 'gold', room: 'ö&=+ %', From: 'client:alice', CallStatus: 'ringing' },
      ])
      expect(world.requestsTo(voiceUrl)[0]).not.toHaveProperty('DialCallStatus')
      const [second] = world.requestsTo(actionUrl)
      expect(second).not.toHaveProperty('plan')
      expect(second).not.toHaveProperty('room')
      expect(world.observer.notifications).toMatchObject([{ level: 'warning', code: 31106 }])
      for (const name of ['From', 'DialCallStatus', 'CallStatus']) {
        expect(world.observer.notifications[0]?.text).toContain(name)
      }
    }),
  )

  test(
    'and its answer are in the timeline, without the auth token and without the query of the URL',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, '<Reject/>')
        await callAndEnd(world)
        expect(world.observer.eventsOf('webhook')).toMatchObject([
          {
            name: `POST ${voiceUrl}`,
            detail: { status: 200, response: '<Response><Reject/></Response>', parameters: { From: 'client:alice' } },
          },
        ])
        expect(JSON.stringify(world.observer)).not.toMatch(/primary-auth-token|secret/)
      },
      { application: { voiceUrl: `${voiceUrl}?key=secret` } },
    ),
  )
})

test.each(['text/xml', 'application/xml', 'text/html', 'text/plain', 'Text/HTML; charset=utf-8'])(
  'an answer as %s is read as a document',
  (contentType) =>
    inWorld(async (world) => {
      const document = {
        body: '<Response><Reject reason="busy"/></Response>',
        headers: { 'content-type': contentType },
      }
      world.serve(voiceUrl, () => document)
      const alice = world.connect('alice')
      await alice.dial()
      await alice.next('hangup')
      expect(await world.legs()).toMatchObject([{ status: 'busy' }])
      expect(world.observer.codes).toEqual([])
    })(),
)

describe('an application that cannot say what to do', () => {
  test(
    'because it has no VoiceUrl: 31404 under the temporary id, and a notification',
    inWorld(
      async (world) => {
        const alice = world.connect('alice')
        const tempId = await alice.dial()
        expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31404 } })
        expect(world.observer.notifications).toMatchObject([{ level: 'error', code: 11100 }])
        expect(await world.legs()).toMatchObject([{ status: 'failed' }])
      },
      { application: { voiceUrl: null } },
    ),
  )

  test.each([
    ['an HTTP error', { status: 500 }, 11200],
    ['an empty document', { body: ' ' }, 11770],
    ['malformed XML', { body: '<Response>' }, 12100],
    ['another root', { body: '<Answer/>' }, 12102],
    ['another type', { body: 'RIFF', headers: { 'content-type': 'audio/wav' } }, 12300],
    ['no type', { body: '<Response/>', headers: {} }, 12300],
  ])('because it answers with %s: 31000, and a notification of what it was', (_what, reply, code) =>
    inWorld(async (world) => {
      world.serve(voiceUrl, () => reply)
      const alice = world.connect('alice')
      const tempId = await alice.dial()
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31000 } })
      expect(world.observer.notifications).toMatchObject([
        { level: 'error', code, requestUrl: voiceUrl, requestMethod: 'POST' },
      ])
      expect(await world.legs()).toMatchObject([
        { status: 'failed', endReason: expect.stringContaining('application') as string },
      ])
    })(),
  )

  test(
    'because it does not answer in time: 31003',
    inWorld(async (world) => {
      world.serve(voiceUrl, () => createDeferred<never>().promise)
      const alice = world.connect('alice')
      const tempId = await alice.dial()
      await world.clock.armed(15_000, 1)
      world.clock.advance(15_000)
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31003 } })
      expect(world.observer.codes).toEqual([11205])
    }),
  )

  test(
    'because its URL is none: its fallback still hears of it',
    inWorld(
      async (world) => {
        world.serve(fallbackUrl, '<Reject/>')
        await callAndEnd(world)
        expect(world.requestsTo(fallbackUrl)).toMatchObject([{ ErrorCode: '11100', ErrorUrl: 'nowhere' }])
      },
      { application: { voiceUrl: 'nowhere', voiceFallbackUrl: fallbackUrl } },
    ),
  )

  test(
    'in a call that was answered: the call is completed',
    inWorld(async (world) => {
      world.serve(voiceUrl, `<Say>Hello</Say><Redirect>${actionUrl}</Redirect>`)
      const alice = world.connect('alice')
      await alice.dial()
      const { callsid } = await alice.next('answer')
      expect(await alice.next('hangup')).toMatchObject({ callsid, error: { code: 31000 } })
      await world.service.idle()
      expect(await world.legs()).toMatchObject([{ status: 'completed' }])
    }),
  )

  test(
    'whose document holds mistakes: warnings with line and column, and the call goes on',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Sing/><Reject/>')
      await callAndEnd(world)
      expect(world.observer.notifications).toMatchObject([{ level: 'warning', code: 12200 }])
      expect(world.observer.notifications[0]?.text).toContain('(line 1, column ')
      expect(world.observer.eventsOf('notification')).toMatchObject([{ name: '12200', detail: { level: 'warning' } }])
    }),
  )
})

describe('the fallback', () => {
  const application = { voiceFallbackUrl: fallbackUrl, voiceFallbackMethod: 'GET' } as const

  test(
    'is asked with the same parameters, ErrorCode and ErrorUrl, which holds no password',
    inWorld(
      async (world) => {
        world.serve('http://app.test/broken', () => ({ status: 503 }))
        world.serve(fallbackUrl, '<Reject/>')
        await callAndEnd(world, { room: 'a', To: 'bob' })
        const [first] = world.requestsTo('http://app.test/broken')
        const asked = world.webhooks.requests.at(-1)
        expect(asked?.method).toBe('GET')
        expect(asked?.params).toEqual({ ...first, ErrorCode: '11200', ErrorUrl: 'http://app.test/broken' })
        expect(await world.legs()).toMatchObject([{ status: 'no-answer' }])
      },
      { application: { ...application, voiceUrl: 'http://user:pass@app.test/broken#rc=0' } },
    ),
  )

  test(
    'is told the query of the URL that failed, which nobody is shown',
    inWorld(
      async (world) => {
        world.serve('http://app.test/broken', () => ({ status: 503 }))
        world.serve(fallbackUrl, () => ({ status: 500 }))
        await callAndEnd(world)
        const asked = world.webhooks.requests.at(-1)
        expect(asked?.params['ErrorUrl']).toBe('http://app.test/broken?key=hidden')
        expect(world.observer.notifications.at(-1)?.requestVariables).toContain(
          'ErrorUrl=http%3A%2F%2Fapp.test%2Fbroken',
        )
        expect(JSON.stringify([world.observer.events, world.observer.notifications])).not.toContain('hidden')
      },
      { application: { ...application, voiceUrl: 'http://app.test/broken?key=hidden' } },
    ),
  )

  test(
    'is asked when the document is broken, and when one that it led to is',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, `<Redirect>${actionUrl}</Redirect>`)
        world.serve(actionUrl, () => ({ body: 'no document' }))
        world.serve(fallbackUrl, '<Reject/>')
        await callAndEnd(world)
        expect(world.webhooks.requests.at(-1)?.params).toMatchObject({ ErrorCode: '12100', ErrorUrl: actionUrl })
      },
      { application },
    ),
  )

  test(
    'that fails too ends the call: two notifications, one end',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, () => ({ status: 500 }))
        world.serve(fallbackUrl, () => ({ status: 404 }))
        await callAndEnd(world)
        expect(world.observer.notifications).toMatchObject([
          { code: 11200, requestUrl: voiceUrl },
          { code: 11200, requestUrl: fallbackUrl },
        ])
        expect(await world.legs()).toMatchObject([{ status: 'failed' }])
      },
      { application },
    ),
  )
})

describe('the action of a dial', () => {
  const document = `<Dial action="${actionUrl}"><Client>bob</Client></Dial><Reject/>`

  test(
    'hears how it went, and its document goes on',
    inWorld(async (world) => {
      world.serve(actionUrl, '<Dial><Client>carol</Client></Dial>')
      const carol = world.connect('carol')
      const { bob, childSid, callSid } = await talk(world, { document })
      world.clock.advance(12_400)
      await bob.hangUp(childSid)
      await carol.next('invite')
      expect(world.requestsTo(actionUrl)).toEqual([
        {
          AccountSid: accountSid,
          ApiVersion: '2010-04-01',
          ApplicationSid: applicationSid,
          CallSid: callSid,
          CallStatus: 'in-progress',
          Called: 'bob',
          Caller: 'client:alice',
          DialBridged: 'true',
          DialCallDuration: '12',
          DialCallSid: childSid,
          DialCallStatus: 'completed',
          Direction: 'inbound',
          From: 'client:alice',
          To: 'bob',
        },
      ])
    }),
  )

  test.each([
    ['declined', 'busy'],
    ['ignored', 'no-answer'],
    ['broken', 'failed'],
  ])('hears that it was %s as %s', (how, status) =>
    inWorld(async (world) => {
      world.serve(actionUrl, '')
      const { alice, bob, childSid } = await ring(world, { document })
      if (how === 'declined') await bob.reject(childSid)
      else if (how === 'broken') await world.service.answer(bob, { callsid: childSid, sdp: 'v=0' })
      else world.clock.advance(30_000)
      await alice.next('hangup')
      expect(world.requestsTo(actionUrl)).toMatchObject([
        { DialCallStatus: status, DialCallSid: childSid, DialBridged: 'false' },
      ])
      expect(world.requestsTo(actionUrl)[0]).not.toHaveProperty('DialCallDuration')
    })(),
  )

  test(
    'is requested with canceled when the caller hung up while it rang, and its document is not run',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      world.serve(actionUrl, '<Dial><Client>carol</Client></Dial>')
      const { alice, callSid } = await ring(world, { document })
      await alice.hangUp(callSid)
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([
        { DialCallStatus: 'canceled', DialBridged: 'false', CallStatus: 'completed' },
      ])
      expect(carol.inbox).toEqual([])
    }),
  )

  test(
    'is requested with completed when the caller hung up from the bridge, with the call’s own last status',
    inWorld(async (world) => {
      world.serve(actionUrl, () => ({ status: 500 }))
      const { alice, callSid } = await talk(world, { document })
      await alice.hangUp(callSid)
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'completed', CallStatus: 'completed' }])
      expect(world.observer.codes).toEqual([11200])
    }),
  )
})

describe('the status callback of an application', () => {
  const application = { statusCallback: callbackUrl, statusCallbackMethod: 'POST' } as const

  test(
    'comes once, when the call is over, with its last status and how long it was in progress',
    inWorld(
      async (world) => {
        world.serve(callbackUrl, '')
        const { alice, callSid } = await talk(world)
        world.clock.advance(61_000)
        await alice.hangUp(callSid)
        await world.service.idle()
        expect(world.requestsTo(callbackUrl)).toEqual([
          {
            AccountSid: accountSid,
            ApiVersion: '2010-04-01',
            ApplicationSid: applicationSid,
            CallDuration: '61',
            CallSid: callSid,
            CallStatus: 'completed',
            CallbackSource: 'call-progress-events',
            Called: 'bob',
            Caller: 'client:alice',
            Direction: 'inbound',
            Duration: '2',
            From: 'client:alice',
            SequenceNumber: '0',
            Timestamp: 'Sat, 21 Nov 2026 00:01:01 +0000',
            To: 'bob',
          },
        ])
      },
      { application },
    ),
  )

  test(
    'comes for a call that failed, too',
    inWorld(
      async (world) => {
        world.serve(callbackUrl, '')
        world.serve(voiceUrl, () => ({ status: 500 }))
        await callAndEnd(world)
        expect(world.requestsTo(callbackUrl)).toMatchObject([
          { CallStatus: 'failed', CallDuration: '0', Duration: '0' },
        ])
      },
      { application },
    ),
  )

  test(
    'does not wait for the action of a dial that the end cut short',
    inWorld(
      async (world) => {
        const called = createDeferred<undefined>()
        const answered = createDeferred<undefined>()
        world.serve(callbackUrl, () => {
          called.resolve(undefined)
          return {}
        })
        world.serve(actionUrl, async () => {
          await answered.promise
          return {}
        })
        const document = `<Dial action="${actionUrl}"><Client>bob</Client></Dial>`
        const { alice, callSid } = await talk(world, { document })
        await alice.hangUp(callSid)
        await called.promise
        answered.resolve(undefined)
      },
      { application },
    ),
  )

  test(
    'that fails is a warning 15003, and holds nothing up',
    inWorld(
      async (world) => {
        world.serve(callbackUrl, () => ({ status: 404 }))
        world.serve(voiceUrl, '<Reject/>')
        await callAndEnd(world)
        expect(world.observer.notifications).toMatchObject([
          { level: 'warning', code: 15003, requestUrl: callbackUrl, requestMethod: 'POST' },
        ])
      },
      { application },
    ),
  )
})

test(
  'requests of a call that is older than its account’s auth token are signed with the new one',
  inWorld(
    async (world) => {
      world.serve(actionUrl, '')
      world.serve(callbackUrl, '')
      const { alice, bob, childSid } = await talk(world, {
        document: `<Dial action="${actionUrl}"><Client>bob</Client></Dial>`,
      })
      await world.store.accounts.update(accountSid, { authToken: 'next-auth-token' }, world.clock.now())
      await bob.hangUp(childSid)
      await alice.next('hangup')
      await world.service.idle()
      const signers = world.webhooks.requests.map(({ url, params, headers }) => [
        url,
        ['primary-auth-token', 'next-auth-token'].filter((token) =>
          twilio.validateRequest(token, headers['x-twilio-signature'] ?? '', url, params),
        ),
      ])
      expect(signers).toEqual([
        [voiceUrl, ['primary-auth-token']],
        [actionUrl, ['next-auth-token']],
        [callbackUrl, ['next-auth-token']],
      ])
    },
    { application: { statusCallback: callbackUrl } },
  ),
)

describe('the status callbacks of a dialled leg', () => {
  const events = 'statusCallbackEvent="initiated ringing answered completed"'
  const document = `<Dial><Client statusCallback="${childCallbackUrl}" ${events}>bob</Client></Dial>`

  test(
    'are numbered from 0, and each carries the leg as it was',
    inWorld(async (world) => {
      world.serve(childCallbackUrl, '')
      const { alice, callSid, childSid } = await talk(world, { document })
      world.clock.advance(5_000)
      await alice.hangUp(callSid)
      await world.service.idle()
      const requests = world
        .requestsTo(childCallbackUrl)
        .toSorted((one, other) => Number(one['SequenceNumber']) - Number(other['SequenceNumber']))
      const at = (time: string): string => `Sat, 21 Nov 2026 ${time} +0000`
      const leg = {
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
        CallSid: childSid,
        CallbackSource: 'call-progress-events',
        Called: 'client:bob',
        Caller: 'client:alice',
        Direction: 'outbound-dial',
        From: 'client:alice',
        ParentCallSid: callSid,
        To: 'client:bob',
      }
      expect(requests).toEqual([
        { ...leg, CallStatus: 'initiated', SequenceNumber: '0', Timestamp: at('00:00:00') },
        { ...leg, CallStatus: 'ringing', SequenceNumber: '1', Timestamp: at('00:00:00') },
        { ...leg, CallStatus: 'in-progress', SequenceNumber: '2', Timestamp: at('00:00:00') },
        {
          ...leg,
          ...{ CallStatus: 'completed', SequenceNumber: '3', Timestamp: at('00:00:05') },
          ...{ CallDuration: '5', Duration: '1' },
        },
      ])
    }),
  )

  test(
    'never hold the call up: one that is not answered is overtaken',
    inWorld(async (world) => {
      const stuck = createDeferred<undefined>()
      world.serve(childCallbackUrl, async ({ params }) => {
        if (params['CallStatus'] === 'initiated') await stuck.promise
        return {}
      })
      const { alice, callSid } = await talk(world, { document })
      await alice.hangUp(callSid)
      expect(world.observer.statusesOf(callSid).at(-1)).toBe('completed')
      stuck.resolve(undefined)
      await world.service.idle()
      expect(world.observer.eventsOf('status-callback').at(-1)).toMatchObject({ name: 'initiated' })
    }),
  )

  test(
    'come only for the events asked for, by default for the end alone, and unasked ones take no number',
    inWorld(async (world) => {
      world.serve(childCallbackUrl, '')
      const plain = `<Dial><Client statusCallback="${childCallbackUrl}">bob</Client></Dial>`
      const { bob, childSid } = await ring(world, { document: plain })
      await bob.reject(childSid)
      await world.service.idle()
      expect(world.requestsTo(childCallbackUrl)).toMatchObject([
        { CallStatus: 'busy', SequenceNumber: '0', CallDuration: '0' },
      ])
    }),
  )

  test(
    'of a name that nobody is registered under are initiated and the end',
    inWorld(async (world) => {
      world.serve(childCallbackUrl, '')
      world.serve(voiceUrl, document)
      await world.connect('alice').dial()
      await world.service.idle()
      expect(
        world
          .requestsTo(childCallbackUrl)
          .map(({ CallStatus }) => CallStatus)
          .toSorted(),
      ).toEqual(['initiated', 'no-answer'])
    }),
  )

  test(
    'share the cookies of the call, which are forgotten after the last of them',
    inWorld(async (world) => {
      const forget = vi.spyOn(world.webhooks, 'forget')
      const cookie = { 'set-cookie': 'session=1', 'content-type': 'text/xml' }
      world.serve(voiceUrl, () => ({ headers: cookie, body: `<Response>${document}</Response>` }))
      world.serve(childCallbackUrl, () => ({ headers: cookie }))
      const alice = world.connect('alice')
      await alice.dial()
      await world.service.idle()
      await alice.dial()
      await world.service.idle()
      const sent = (url: string): readonly (string | undefined)[] =>
        world.webhooks.requests.filter((request) => request.url === url).map(({ headers }) => headers['cookie'])
      expect(sent(childCallbackUrl)).toEqual(['session=1', 'session=1', 'session=1', 'session=1'])
      expect(sent(voiceUrl)).toEqual([undefined, undefined])
      const calls = (await world.legs()).filter(({ parentCallSid }) => parentCallSid === null)
      expect(forget.mock.calls.flat()).toEqual(calls.map(({ sid }) => sid))
    }),
  )
})

describe('what a developer is told of a webhook', () => {
  test(
    'is also that its retry policy is invalid, once a request, as the error that the catalogue calls it',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, '<Reject/>')
        world.serve(callbackUrl, '')
        const callSid = await callAndEnd(world)
        expect(world.observer.notifications).toMatchObject([
          { code: 11243, level: 'error', callSid },
          { code: 11243, level: 'error', callSid },
        ])
      },
      { application: { voiceUrl: `${voiceUrl}#rp=often`, statusCallback: `${callbackUrl}#rp=often` } },
    ),
  )

  test(
    'is as serious as the catalogue says, also for what a document holds',
    inWorld(async (world) => {
      const document = `<Redirect>${voiceUrl}</Redirect>`
      world.serve(voiceUrl, `<Sing/><Pause length="x"/>${document}`)
      await world.connect('alice').dial()
      await world.clock.armed(1_000, 1)
      world.serve(voiceUrl, document)
      world.clock.advance(1_000)
      await world.service.idle()
      expect(world.observer.notifications).toMatchObject([
        { code: 12200, level: 'warning' },
        { code: 13910, level: 'warning' },
        { code: 11215, level: 'error' },
      ])
    }),
  )
})

test(
  'a document that the gateway fails to carry out ends the call as failed, with notification 12400',
  inWorld(
    async (world) => {
      world.serve(voiceUrl, dialBob)
      world.connect('bob')
      const alice = world.connect('alice')
      const tempId = await alice.dial()
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31000 } })
      await world.service.idle()
      expect(world.observer.codes).toEqual([12400])
      expect(world.observer.faults.splice(0).map(String)).toEqual([
        'Error: the disk is full',
        'Error: No leg of the dial could be kept',
      ])
    },
    {
      store: (store) => ({
        ...store,
        calls: {
          ...store.calls,
          insert: (call) =>
            call.parentCallSid === null ? store.calls.insert(call) : Promise.reject(new Error('the disk is full')),
        },
      }),
    },
  ),
)
