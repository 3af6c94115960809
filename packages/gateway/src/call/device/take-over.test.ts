import { describe, expect, test } from 'vitest'
import { inWorld } from '../test-support/call-world.js'
import { ring, settle, talk } from '../test-support/scene.js'

const unknownToken = '0'.repeat(32)

describe('a device that comes back by token, with the media it had', () => {
  test.each(['caller', 'callee'] as const)('keeps its call: the %s is confirmed without a description', (side) =>
    inWorld(async (world) => {
      const scene = await talk(world)
      const isCaller = side === 'caller'
      const [lost, callsid] = isCaller ? [scene.alice, scene.callSid] : [scene.bob, scene.childSid]
      const token = (isCaller ? scene.callerReconnect : scene.reconnect) ?? ''
      world.lose(lost)
      const back = world.connect(isCaller ? 'alice' : 'bob')
      await back.resume(callsid, token, lost.sdp)
      const answer = await back.next('answer')
      expect(answer.callsid).toBe(callsid)
      expect(answer.reconnect).toMatch(/^[\da-f]{32}$/)
      expect(answer).not.toHaveProperty('sdp')
      expect(world.media.endpoints).toHaveLength(2)
      await world.service.endAll()
      expect(await back.next('hangup')).toEqual({ callsid })
    })(),
  )

  test(
    'may say so again and again, and on the connection it has',
    inWorld(async (world) => {
      const { alice, callSid, callerReconnect } = await talk(world)
      for (let times = 0; times < 3; times += 1) {
        await alice.resume(callSid, callerReconnect ?? '', alice.sdp)
        await alice.next('answer')
      }
      expect(world.media.bridges).toHaveLength(1)
    }),
  )

  test(
    'and with the wrong token, or the token of the other leg, is refused with 31209, with a malformed one with 31107',
    inWorld(async (world) => {
      const { alice, bob, callSid, reconnect } = await talk(world)
      const attempts = [
        [unknownToken, 31209],
        [reconnect ?? '', 31209],
        ['', 31107],
        ['not a token', 31107],
        [`${unknownToken}\n`, 31107],
      ] as const
      for (const [token, code] of attempts) {
        await alice.resume(callSid, token, alice.sdp)
        expect(await alice.next('hangup')).toMatchObject({ callsid: callSid, error: { code } })
      }
      expect(bob.unread).toEqual([])
      expect(world.media.bridges).toHaveLength(1)
    }),
  )

  test(
    'after its call ended is refused with 31209',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, callerReconnect } = await talk(world)
      world.lose(alice)
      await bob.hangUp(childSid)
      await world.service.idle()
      const back = world.connect('alice')
      await back.resume(callSid, callerReconnect ?? '', alice.sdp)
      expect(await back.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31209 } })
    }),
  )

  test(
    'needs no token that still lives',
    inWorld(async (world) => {
      const { alice, callSid, callerReconnect } = await talk(world)
      world.lose(alice)
      const back = world.connect('alice', { grant: { expiresAt: 1 } })
      await back.resume(callSid, callerReconnect ?? '', alice.sdp)
      await back.next('answer')
    }),
  )
})

describe('a ringing call that is forwarded by its connect token', () => {
  test(
    'is answered by the other device, and the first one is cancelled',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, reconnect } = await ring(world)
      const desk = world.connect('bob')
      await desk.resume(childSid, reconnect ?? '')
      const answer = await desk.next('answer')
      expect(answer).toMatchObject({ callsid: childSid, reconnect })
      expect(world.media.endpointOf(answer.sdp ?? '')?.peer).toBeDefined()
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'taken-over' })
      await alice.next('answer')
      await alice.hangUp(callSid)
      expect(await desk.next('hangup')).toEqual({ callsid: childSid })
      expect(bob.unread).toEqual([])
    }),
  )

  test(
    'leaves its other devices out, as any answer does',
    inWorld(async (world) => {
      const tablet = world.connect('bob')
      const { childSid, reconnect } = await ring(world)
      await tablet.next('invite')
      const desk = world.connect('bob')
      await desk.resume(childSid, reconnect ?? '')
      await desk.next('answer')
      expect(await tablet.next('cancel')).toMatchObject({ reason: 'answered-elsewhere' })
    }),
  )

  test(
    'and whose first device answers or declines at the same moment has one winner',
    inWorld(async (world) => {
      const { bob, childSid, offer, reconnect } = await ring(world)
      const desk = world.connect('bob')
      const [answer, deskOffer] = [await bob.describe(offer), await desk.describe()]
      await Promise.all([
        desk.resume(childSid, reconnect ?? '', deskOffer),
        world.service.answer(bob, { callsid: childSid, sdp: answer }),
        bob.reject(childSid),
      ])
      await desk.next('answer')
      expect(bob.heard).toEqual(['invite', 'cancel'])
      expect(world.media.bridges).toHaveLength(1)
      expect(world.media.openEndpoints).toBe(2)
    }),
  )

  test(
    'and that is over by then is refused with 31209, without media left behind',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, reconnect } = await ring(world)
      const desk = world.connect('bob')
      const deskOffer = await desk.describe()
      await Promise.all([bob.reject(childSid), desk.resume(childSid, reconnect ?? '', deskOffer)])
      expect(await desk.next('hangup')).toMatchObject({ callsid: childSid, error: { code: 31209 } })
      expect(await alice.next('hangup')).toMatchObject({ callsid: callSid })
    }),
  )

  test(
    'with an offer that cannot be answered is refused with 31400, and rings on',
    inWorld(async (world) => {
      const { alice, bob, childSid, offer, reconnect } = await ring(world)
      const desk = world.connect('bob')
      await desk.resume(childSid, reconnect ?? '', 'v=0')
      expect(await desk.next('hangup')).toMatchObject({ callsid: childSid, error: { code: 31400 } })
      await bob.answer(childSid, offer)
      await alice.next('answer')
      expect(world.media.openEndpoints).toBe(2)
    }),
  )
})

describe('a page that was reloaded', () => {
  test.each(['caller', 'callee'] as const)('takes its call over with new media: the %s hears the other again', (side) =>
    inWorld(async (world) => {
      const scene = await talk(world)
      const isCaller = side === 'caller'
      const [old, callsid] = isCaller ? [scene.alice, scene.callSid] : [scene.bob, scene.childSid]
      const token = (isCaller ? scene.callerReconnect : scene.reconnect) ?? ''
      const page = world.connect(isCaller ? 'alice' : 'bob')
      await page.resume(callsid, token)
      const { sdp } = await page.next('answer')
      const endpoint = world.media.endpointOf(sdp ?? '')
      expect(world.media.bridges.flat()).toContain(endpoint)
      expect(world.media.openEndpoints).toBe(2)
      expect(await old.next('cancel')).toEqual({ callsid, reason: 'taken-over' })
      await page.hangUp(callsid)
      await (isCaller ? scene.bob : scene.alice).next('hangup')
      expect(page.unread).toEqual([])
    })(),
  )

  test(
    'keeps its call although the media of the page before is lost at the same moment',
    inWorld(async (world) => {
      const { callSid, callerReconnect } = await talk(world)
      const old = world.media.endpoints[0]
      const page = world.connect('alice')
      const resumed = page.resume(callSid, callerReconnect ?? '', await page.describe())
      old?.emit({ type: 'lost', reason: 'The page is gone.' })
      await resumed
      await page.next('answer')
      await settle(page, callSid)
      expect(page.unread).toEqual([])
      expect(world.media.bridges).toHaveLength(1)
    }),
  )

  test(
    'keeps its call although the media of the page before is lost while it is being closed',
    inWorld(async (world) => {
      const { callSid, callerReconnect } = await talk(world)
      const [old] = world.media.endpoints
      if (old === undefined) throw new Error('Nobody talks')
      const close = old.close.bind(old)
      old.close = () => {
        old.emit({ type: 'lost', reason: 'The page is gone.' })
        return close()
      }
      const page = world.connect('alice')
      await page.resume(callSid, callerReconnect ?? '')
      await page.next('answer')
      await settle(page, callSid)
      expect(page.unread).toEqual([])
    }),
  )

  test(
    'while the next dial rings hears ringback',
    inWorld(async (world) => {
      const document = '<Dial><Client>bob</Client></Dial><Dial><Client>carol</Client></Dial>'
      const carol = world.connect('carol')
      const { bob, callSid, childSid, callerReconnect } = await talk(world, { document })
      await bob.hangUp(childSid)
      await carol.next('invite')
      const page = world.connect('alice')
      await page.resume(callSid, callerReconnect ?? '')
      const { sdp } = await page.next('answer')
      expect(world.media.endpointOf(sdp ?? '')?.sound).toBe('ringback')
    }),
  )

  test(
    'and whose call ends at the same moment is refused, without media left behind',
    inWorld(async (world) => {
      const { callSid, callerReconnect } = await talk(world)
      const page = world.connect('alice')
      const offer = await page.describe()
      await Promise.all([world.service.endAll(), page.resume(callSid, callerReconnect ?? '', offer)])
      expect(await page.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31209 } })
      expect(page.unread).toEqual([])
    }),
  )
})
