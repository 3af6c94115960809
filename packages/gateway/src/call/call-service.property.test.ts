import type { CallSid } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallOrder } from './api/call-order.js'
import type { CallChange } from './api/change-call.js'
import type { CallScript } from './application/call-script.js'
import { orderOf, scriptAt } from './test-support/call-order.js'
import { accountSid, callbackUrl, type CallWorld, inWorld, voiceUrl } from './test-support/call-world.js'
import { giveNumber, numberUrl, ownNumber } from './test-support/own-number.js'
import type { ScriptedDevice } from './test-support/scripted-device.js'

const screenUrl = 'http://app.test/screen'
const fartherNumber = '+15550002'
const fartherUrl = 'http://farther.test/voice'

/** What whoever answers is put through before they are connected. */
const screenings = ['', '<Pause length="5"/>', '<Hangup/>', '<Pause/><Hangup/>', '<Dial>+1555</Dial>'] as const

const documents = [
  '<Dial><Client>a</Client></Dial>',
  '<Dial answerOnBridge="true" timeout="10"><Client>b</Client></Dial><Hangup/>',
  '<Dial sequential="true" hangupOnStar="true" timeLimit="40"><Client>a</Client><Client>c</Client></Dial>',
  `<Say>x</Say><Dial><Client statusCallback="${callbackUrl}">a</Client><Client>b</Client></Dial>`,
  '<Pause length="5"/><Dial><Client>b</Client><Client>nobody</Client></Dial><Reject/>',
  `<Dial callerId="+1555"><Number>${ownNumber}</Number></Dial>`,
  `<Dial callerId="+1555" answerOnBridge="true" timeout="10">${fartherNumber}</Dial><Hangup/>`,
  `<Dial callerId="+1555"><Number sendDigits="1" url="${screenUrl}">${ownNumber}</Number><Client>c</Client></Dial>`,
  `<Dial answerOnBridge="true"><Client url="${screenUrl}">a</Client><Client url="${screenUrl}">b</Client></Dial>`,
  '<Reject reason="busy"/>',
] as const

const names = ['a', 'b', 'c'] as const

const apiScripts = documents.map((document): CallScript => {
  return { document: { twiml: `<Response>${document}</Response>` }, fallback: undefined }
})

/** What the API may want of a call. */
const changes: readonly CallChange[] = [
  { end: 'completed' },
  { end: 'canceled' },
  ...apiScripts.map((script) => ({ script })),
  { timeLimitSeconds: 20 },
  { statusCallback: { url: callbackUrl, method: 'POST', events: ['ringing', 'completed'] } },
]

/** Something that a device was told of a call: it may act on it, also when that is long over. */
interface Known {
  readonly callsid: string
  readonly sdp: string | undefined
  readonly reconnect: string
}

/** Who does something, with what. */
interface Situation {
  readonly world: CallWorld
  readonly devices: readonly ScriptedDevice[]
  readonly device: ScriptedDevice
  /** What it is about, for what concerns a call. */
  readonly known: Known
  readonly choice: number
}

/** The newest connection of a device's name: on it a person comes back, or forwards a call to another device. */
function newestOf({ devices, device }: Situation): ScriptedDevice {
  return devices.findLast(({ grant }) => grant.identity === device.grant.identity) ?? device
}

/** Mostly one that is in progress, since little else can be changed much. */
function legToChange({ observer }: CallWorld, choice: number): CallSid | undefined {
  const statuses = new Map(observer.statuses.map(({ call }) => [call.sid, call.status]))
  const legs = [...statuses.keys()]
  const running = legs.filter((sid) => statuses.get(sid) === 'in-progress')
  return running.at(-1 - (choice % 3)) ?? legs.at(-1 - (choice % 4))
}

/** Make a call, which may be one too many and nothing else. */
async function expectOrder({ service }: CallWorld, changes: Partial<CallOrder>): Promise<void> {
  const outcome = await service.create(orderOf(changes))
  if (!outcome.isOk && outcome.code !== 10_004) throw new Error(outcome.text)
}

const doings = {
  async dial({ world, device, choice }: Situation) {
    world.serve(voiceUrl, documents[choice % documents.length] ?? '')
    await device.dial()
  },
  answerNumbersWith({ world, choice }: Situation) {
    world.serve(numberUrl, documents[choice % documents.length] ?? '')
    world.serve(screenUrl, screenings[choice % screenings.length] ?? '')
    return Promise.resolve()
  },
  async callNumber({ world, choice }: Situation) {
    const script = apiScripts[(choice + 3) % apiScripts.length] ?? scriptAt(voiceUrl)
    const phoneNumber = choice % 2 === 0 ? ownNumber : fartherNumber
    await expectOrder(world, { script, to: { phoneNumber }, from: '+1555', timeoutSeconds: 15, sendDigits: '1' })
  },
  async answer({ world, device, known: { callsid, sdp } }: Situation) {
    if (sdp !== undefined) await world.service.answer(device, { callsid, sdp: await device.describe(sdp) })
  },
  reject: ({ device, known }: Situation) => device.reject(known.callsid),
  hangUp: ({ device, known }: Situation) => device.hangUp(known.callsid),
  restart: ({ device, known }: Situation) => device.restartIce(known.callsid),
  resume: (all: Situation) => newestOf(all).resume(all.known.callsid, all.known.reconnect, all.device.sdp),
  takeOver: (all: Situation) => newestOf(all).resume(all.known.callsid, all.known.reconnect),
  star({ device, known }: Situation) {
    device.press(known.callsid, '*')
    return Promise.resolve()
  },
  async order({ world, choice, device }: Situation) {
    const script = apiScripts[choice % apiScripts.length] ?? scriptAt(voiceUrl)
    const clientName = device.grant.identity ?? 'nobody'
    const statusCallback = { url: callbackUrl, method: 'POST', events: ['initiated', 'completed'] } as const
    const to = { clientName, params: [] }
    await expectOrder(world, { script, statusCallback, to, timeoutSeconds: 15, sendDigits: '12w' })
  },
  async change({ world, choice, known }: Situation) {
    const [change] = changes.slice(choice % changes.length)
    const callSid = legToChange(world, choice) ?? (known.callsid as 'CA0')
    await world.service.update({ accountSid, callSid }, change ?? {})
  },
  messageTo({ world, known }: Situation) {
    const draft = { content: 'Hello', contentType: 'text/plain' }
    world.service.sendMessage({ accountSid, callSid: known.callsid as 'CA0' }, draft)
    return Promise.resolve()
  },
  lose({ world, device }: Situation) {
    world.lose(device)
    return Promise.resolve()
  },
  loseMedia({ world, choice }: Situation) {
    const open = world.media.endpoints.filter(({ isClosed }) => !isClosed)
    open[choice % open.length]?.emit({ type: 'lost', reason: 'Generated.' })
    return Promise.resolve()
  },
}

type Step =
  | { readonly type: 'connect'; readonly name: string; readonly version: '1.5' | '1.6' }
  | { readonly type: 'advance'; readonly ms: number }
  | { readonly type: keyof typeof doings; readonly device: number; readonly choice: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('connect' as const),
      name: fc.constantFrom(...names),
      version: fc.constantFrom('1.5' as const, '1.6' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('advance' as const), ms: fc.nat({ max: 40_000 }) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...(['dial', 'dial', 'answer', 'answer', 'answer', 'reject', 'hangUp', 'restart'] as const),
        ...(['resume', 'takeOver', 'star', 'lose', 'loseMedia'] as const),
        ...(['order', 'order', 'change', 'change', 'messageTo', 'answerNumbersWith', 'callNumber'] as const),
      ),
      device: fc.nat({ max: 7 }),
      choice: fc.nat({ max: 9 }),
    }),
  },
)

/** Usually a step is over before the next; otherwise that one comes while it is still being carried out. */
const isAwaited = fc.nat({ max: 3 }).map((value) => value > 0)

/** What a device was told of calls, newest first; before that, of a call that never was. */
function knownTo(device: ScriptedDevice, age: number): Known {
  const told = device.inbox.flatMap(({ type, payload }): readonly Known[] => {
    if (type !== 'invite' && type !== 'answer' && type !== 'ringing') return []
    const reconnect = 'reconnect' in payload ? payload.reconnect : undefined
    return [{ callsid: payload.callsid, sdp: payload.sdp, reconnect: reconnect ?? '' }]
  })
  return told.at(-1 - age) ?? { callsid: 'CA0', sdp: undefined, reconnect: '' }
}

async function take(world: CallWorld, devices: ScriptedDevice[], next: Step): Promise<void> {
  if (next.type === 'connect') {
    devices.push(world.connect(next.name, { version: next.version }))
  } else if (next.type === 'advance') {
    world.clock.advance(next.ms)
  } else {
    const { type, choice } = next
    const device = devices[next.device % devices.length]
    if (device !== undefined) await doings[type]({ world, devices, device, choice, known: knownTo(device, choice) })
  }
}

/** Nothing in the world takes time, so that one turn of the event loop does all that can be done. */
function everythingDone(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

async function play(world: CallWorld, steps: readonly (readonly [Step, boolean])[]): Promise<void> {
  world.serve(callbackUrl, '')
  world.serve(screenUrl, '<Pause/>')
  world.serve(numberUrl, '<Dial><Client>b</Client></Dial>')
  world.serve(fartherUrl, `<Dial answerOnBridge="true"><Number url="${screenUrl}">${ownNumber}</Number></Dial>`)
  await giveNumber(world)
  await giveNumber(world, { phoneNumber: fartherNumber, voiceUrl: fartherUrl })
  const devices = names.map((name) => world.connect(name))
  const underWay: Promise<void>[] = []
  for (const [next, waits] of steps) {
    underWay.push(take(world, devices, next))
    if (waits) await everythingDone()
  }
  await Promise.all(underWay)
}

/** What became of legs to numbers, at numbers, and of legs that were screened. */
function noteReached({ observer, requestsTo }: CallWorld, reached: Set<string>): void {
  const screened = requestsTo(screenUrl).map(({ CallSid }) => CallSid)
  for (const { call, previous } of observer.statuses) {
    const where = call.phoneNumberSid !== null ? 'at a number' : call.to.startsWith('+') ? 'to a number' : undefined
    if (where !== undefined) reached.add(`${where}: ${call.direction} ${call.status}`)
    if (screened.includes(call.sid) && previous === 'in-progress') reached.add(`screened: ${call.status}`)
  }
}

test('whatever devices and the API do, every call ends whole: each leg once, nothing left, no fault', async () => {
  const steps = fc.array(fc.tuple(step, isAwaited), { minLength: 15, maxLength: 60, size: 'max' })
  const reached = new Set<string>()
  async function playAndNote(world: CallWorld, generated: Parameters<typeof play>[1]): Promise<void> {
    await play(world, generated)
    noteReached(world, reached)
  }
  await fc.assert(
    fc.asyncProperty(steps, (generated) =>
      inWorld((world) => playAndNote(world, generated), { application: { statusCallback: callbackUrl } })(),
    ),
    { seed: 20_261_121, numRuns: 150 },
  )
  const ends = ['busy', 'canceled', 'completed', 'failed', 'in-progress', 'no-answer']
  for (const end of ends) {
    expect(reached).toContain(`at a number: inbound ${end}`)
    expect(reached).toContain(`to a number: outbound-dial ${end}`)
  }
  expect(reached).toContain('to a number: outbound-api completed')
  expect(reached).toContain('screened: completed')
}, 60_000)
