import type { AccountSid, GatewayMessage } from '@ringdown/protocol'
import { expect, test } from 'vitest'
import type { PresenceChange } from '../presence/presence-change.js'
import { createManualClock } from '../webhook/manual-clock.contract.js'
import { Presence, type PresentDevice } from './presence.js'

const account: AccountSid = `AC${'a'.repeat(32)}`
const otherAccount: AccountSid = `AC${'b'.repeat(32)}`

function createWorld(devicesPerName = 10) {
  const clock = createManualClock()
  const presence = new Presence(clock, { devicesPerName })
  const changes: PresenceChange[] = []
  presence.onChange((change) => changes.push(change))
  const sent: GatewayMessage[] = []
  const judged: string[] = []
  const refused = new Set<string>()
  let onJudge: (id: string) => void = () => undefined
  const connect = (
    id: string,
    clientNames: readonly string[],
    accountSid = account,
    lifeSeconds = 60,
  ): PresentDevice => {
    const expiresAt = clock.now() / 1000 + lifeSeconds
    const grant = {
      accountSid,
      identity: clientNames[0],
      clientNames,
      outgoing: undefined,
      eventStreams: [],
      expiresAt,
      tokenId: undefined,
    }
    const send = (message: GatewayMessage): boolean => sent.push(message) > 0
    const mayBeRung = async (): Promise<boolean> => {
      await Promise.resolve()
      judged.push(id)
      onJudge(id)
      return !refused.has(id)
    }
    const client = { version: '1.6', reconnectTimeoutSeconds: 0, software: undefined, addressFamily: 'IPv4' } as const
    const device: PresentDevice = { id, grant, ...client, send, mayBeRung }
    presence.connect(device)
    return device
  }
  const register = (...args: Parameters<typeof connect>): PresentDevice => {
    const device = connect(...args)
    presence.register(device, device.grant.clientNames)
    return device
  }
  const idsOf = async (name: string, accountSid = account): Promise<readonly string[]> =>
    (await presence.registered(accountSid, name)).map(({ id }) => id)
  const whenJudged = (run: (id: string) => void): void => {
    onJudge = run
  }
  return { clock, presence, changes, sent, judged, refused, whenJudged, connect, register, idsOf }
}

test('a device that is connected and not registered is not rung', async () => {
  const { connect, idsOf, presence } = createWorld()
  connect('d1', ['bob'])
  expect(await idsOf('bob')).toEqual([])
  expect(presence.find('d1')?.id).toBe('d1')
})

test('several devices share a name; the newest come first, and the limit keeps the newest', async () => {
  const { register, idsOf } = createWorld(2)
  for (const id of ['d1', 'd2', 'd3']) register(id, ['bob'])
  expect(await idsOf('bob')).toEqual(['d3', 'd2'])
})

test('registering again, as the SDKs do every 30 seconds, makes a device no newer', async () => {
  const { presence, register, idsOf } = createWorld()
  const first = register('d1', ['bob'])
  register('d2', ['bob'])
  presence.register(first, ['bob'])
  expect(await idsOf('bob')).toEqual(['d2', 'd1'])
})

test('a device with several names is rung under each, and under none once it unregisters', async () => {
  const { presence, register, idsOf } = createWorld()
  const device = register('d1', ['bob', 'sales'])
  expect([await idsOf('bob'), await idsOf('sales')]).toEqual([['d1'], ['d1']])
  presence.unregister(device)
  expect([await idsOf('bob'), await idsOf('sales')]).toEqual([[], []])
})

test('a new grant moves the presence to its names', async () => {
  const { presence, register, idsOf } = createWorld()
  const device = register('d1', ['bob', 'sales'])
  presence.register(device, ['sales', 'support'])
  expect(await Promise.all(['bob', 'sales', 'support'].map((name) => idsOf(name)))).toEqual([[], ['d1'], ['d1']])
})

test('a device whose token has expired is not rung', async () => {
  const { clock, register, idsOf } = createWorld()
  register('d1', ['bob'], account, 60)
  clock.advance(60_000)
  expect(await idsOf('bob')).toEqual([])
})

test('a device whose token no longer holds is not rung, and gives its place to the next one', async () => {
  const { register, refused, idsOf } = createWorld(2)
  for (const id of ['d1', 'd2', 'd3', 'd4']) register(id, ['bob'])
  refused.add('d4').add('d2')
  expect(await idsOf('bob')).toEqual(['d3', 'd1'])
})

test('no more tokens are judged than devices ring', async () => {
  const { register, judged, idsOf } = createWorld(2)
  for (const id of ['d1', 'd2', 'd3', 'd4']) register(id, ['bob'])
  await idsOf('bob')
  expect(judged).toEqual(['d4', 'd3'])
})

test('a device that leaves while tokens are judged is not rung', async () => {
  const { presence, register, whenJudged, idsOf } = createWorld()
  const devices = ['d1', 'd2'].map((id) => register(id, ['bob']))
  whenJudged((id) => {
    if (id === 'd1') for (const device of devices) if (device.id === 'd2') presence.unregister(device)
  })
  expect(await idsOf('bob')).toEqual(['d1'])
})

test('the same name in another account is another name', async () => {
  const { register, idsOf, presence } = createWorld()
  register('d1', ['bob'])
  register('d2', ['bob', 'eve'], otherAccount)
  expect(await idsOf('bob')).toEqual(['d1'])
  expect(presence.availableNames(otherAccount)).toEqual(['bob', 'eve'])
})

test('a name becomes available with its first device and unavailable with its last', () => {
  const { presence, register, changes } = createWorld()
  const first = register('d1', ['bob'])
  const second = register('d2', ['bob'])
  presence.disconnect(first)
  presence.disconnect(second)
  expect(changes).toEqual([
    { accountSid: account, clientName: 'bob', isAvailable: true },
    { accountSid: account, clientName: 'bob', isAvailable: false },
  ])
  expect(presence.availableNames(account)).toEqual([])
})

test('a message reaches a device that is connected, and no other', () => {
  const { presence, connect, sent } = createWorld()
  const device = connect('d1', [])
  const ready = { type: 'ready', version: '', payload: {} } as const
  expect([presence.send('d1', ready), presence.send('d2', ready)]).toEqual([true, false])
  presence.disconnect(device)
  expect(presence.send('d1', ready)).toBe(false)
  expect(sent).toEqual([ready])
})
