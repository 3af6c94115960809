import type { CallSid } from '@ringdown/protocol'
import fc from 'fast-check'
import { test } from 'vitest'
import type { CallChange } from './api/change-call.js'
import type { CallScript } from './application/call-script.js'
import { orderOf, scriptAt } from './test-support/call-order.js'
import { accountSid, callbackUrl, type CallWorld, inWorld, voiceUrl } from './test-support/call-world.js'
import type { ScriptedDevice } from './test-support/scripted-device.js'

const documents = [
  '<Dial><Client>a</Client></Dial>',
  '<Dial answerOnBridge="true" timeout="10"><Client>b</Client></Dial><Hangup/>',
  '<Dial sequential="true" hangupOnStar="true" timeLimit="40"><Client>a</Client><Client>c</Client></Dial>',
  `<Say>x</Say><Dial><Client statusCallback="${callbackUrl}">a</Client><Client>b</Client></Dial>`,
  '<Pause length="5"/><Dial><Client>b</Client><Client>nobody</Client></Dial><Reject/>',
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

const doings = {
  async dial({ world, device, choice }: Situation) {
    world.serve(voiceUrl, documents[choice % documents.length] ?? '')
    await device.dial()
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
    const outcome = await world.service.create(
      orderOf({ script, statusCallback, to: { clientName, params: [] }, timeoutSeconds: 15, sendDigits: '12w' }),
    )
    if (!outcome.isOk && outcome.code !== 10_004) throw new Error(outcome.text)
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
        ...(['order', 'order', 'change', 'change', 'messageTo'] as const),
      ),
      device: fc.nat({ max: 7 }),
      choice: fc.nat({ max: 8 }),
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
  const devices = names.map((name) => world.connect(name))
  const underWay: Promise<void>[] = []
  for (const [next, waits] of steps) {
    underWay.push(take(world, devices, next))
    if (waits) await everythingDone()
  }
  await Promise.all(underWay)
}

test('whatever devices and the API do, every call ends whole: each leg once, nothing left, no fault', async () => {
  const steps = fc.array(fc.tuple(step, isAwaited), { minLength: 15, maxLength: 60, size: 'max' })
  await fc.assert(
    fc.asyncProperty(steps, (generated) =>
      inWorld((world) => play(world, generated), { application: { statusCallback: callbackUrl } })(),
    ),
    { seed: 20_261_121, numRuns: 100 },
  )
}, 60_000)
