import { decodeIncomingParams } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { inWorld, voiceUrl } from '../test-support/call-world.js'
import { ring } from '../test-support/scene.js'

describe('what a rung device is shown', () => {
  test(
    'are the custom parameters of the document: in order, repeated names kept, names raw and values encoded',
    inWorld(async (world) => {
      const parameters = [
        ['duplicate', '12345'],
        ['duplicate', '123456'],
        ['custom + param', '我不吃蛋'],
        ['foobar', 'some + value'],
      ] as const
      const nouns = parameters.map(([name, value]) => `<Parameter name="${name}" value="${value}"/>`).join('')
      world.serve(voiceUrl, `<Dial><Client><Identity>bob</Identity>${nouns}</Client></Dial>`)
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      const { Params = '' } = (await bob.next('invite')).parameters
      expect(Params).toContain('custom + param=%E6')
      expect(decodeIncomingParams(Params)).toEqual(parameters)
    }),
  )

  test(
    'is no Params without any',
    inWorld(async (world) => {
      const { bob } = await ring(world)
      expect(bob.inbox[0]).not.toHaveProperty('payload.parameters.Params')
    }),
  )

  test(
    'is the caller id of the document in place of the caller’s name',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Dial callerId="+15551234567"><Client>bob</Client></Dial>')
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      const { parameters } = await bob.next('invite')
      expect(parameters).toMatchObject({ From: '+15551234567', To: 'client:bob' })
      expect((await world.legs())[1]).toMatchObject({ from: '+15551234567' })
    }),
  )
})

describe('who is rung', () => {
  test(
    'are the devices of that very name in that account',
    inWorld(async (world) => {
      const others = [world.connect('Bob'), world.connect('bob', { grant: { accountSid: `AC${'b'.repeat(32)}` } })]
      await ring(world)
      expect(others.flatMap(({ inbox }) => inbox)).toEqual([])
    }),
  )

  test(
    'is nobody who registers after the dial began',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await ring(world)
      const late = world.connect('bob')
      await bob.reject(childSid)
      await alice.next('hangup')
      expect(late.inbox).toEqual([])
    }),
  )

  test(
    'is also a device that is in a call: its client decides',
    inWorld(async (world) => {
      const { bob } = await ring(world)
      const carol = world.connect('carol')
      await carol.dial()
      await bob.next('invite')
    }),
  )
})
