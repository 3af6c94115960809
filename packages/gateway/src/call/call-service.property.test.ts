import fc from 'fast-check'
import { test } from 'vitest'
import { callbackUrl, type CallWorld, inWorld, voiceUrl } from './test-support/call-world.js'
import type { ScriptedDevice } from './test-support/scripted-device.js'

const documents = [
  '<Dial><Client>a</Client></Dial>',
  '<Dial answerOnBridge="true" timeout="10"><Client>b</Client></Dial><Hangup/>',
  '<Dial sequential="true" hangupOnStar="true" timeLimit="40"><Client>a</Client><Client>c</Client></Dial>',
  `<Say>x</Say><Dial><Client statusCallback="${callbackUrl}">a</Client><Client>b</Client></Dial>`,
  '<Pause length="5"/><Dial><Client>b</Client><Client>nobody</Client></Dial><Reject/>',
] as const

const names = ['a', 'b', 'c'] as const

type Step =
  | { readonly type: 'connect'; readonly name: string; readonly version: '1.5' | '1.6' }
  | { readonly type: 'advance'; readonly ms: number }
  | {
      readonly type:
        'dial' | 'answer' | 'reject' | 'hangUp' | 'restart' | 'resume' | 'takeOver' | 'star' | 'lose' | 'loseMedia'
      readonly device: number
      readonly call: number
    }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('connect' as const),
      name: fc.constantFrom(...names),
      version: fc.constantFrom('1.5' as const, '1.6' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('advance' as const), ms: fc.nat({ max: 45_000 }) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...(['dial', 'dial', 'answer', 'answer', 'answer', 'reject', 'hangUp', 'restart'] as const),
        ...(['resume', 'takeOver', 'star', 'lose', 'loseMedia'] as const),
      ),
      device: fc.nat({ max: 7 }),
      call: fc.nat({ max: 3 }),
    }),
  },
)

/** Something that a device was told of a call: it may act on it, also when that is long over. */
interface Known {
  readonly callsid: string
  readonly sdp: string | undefined
  readonly reconnect: string | undefined
}

function knownTo(device: ScriptedDevice): readonly Known[] {
  return device.inbox.flatMap(({ type, payload }): readonly Known[] =>
    type === 'invite' || type === 'answer' || type === 'ringing'
      ? [{ sdp: undefined, reconnect: undefined, ...(payload as Partial<Known> & { callsid: string }) }]
      : [],
  )
}

async function take(world: CallWorld, devices: ScriptedDevice[], next: Step): Promise<void> {
  if (next.type === 'connect') {
    devices.push(world.connect(next.name, { version: next.version }))
    return
  }
  if (next.type === 'advance') {
    world.clock.advance(next.ms)
    return
  }
  const device = devices[next.device % devices.length]
  if (device === undefined) return
  if (next.type === 'dial') {
    world.serve(voiceUrl, documents[next.call] ?? documents[4])
    await device.dial()
    return
  }
  if (next.type === 'lose') {
    world.lose(device)
    return
  }
  if (next.type === 'loseMedia') {
    const open = world.media.endpoints.filter(({ isClosed }) => !isClosed)
    open[next.device % open.length]?.emit({ type: 'lost', reason: 'Generated.' })
    return
  }
  const known = knownTo(device).at(-1 - next.call)
  if (known !== undefined) await act(world, device, next.type, known)
}

async function act(
  world: CallWorld,
  device: ScriptedDevice,
  what: 'answer' | 'reject' | 'hangUp' | 'restart' | 'resume' | 'takeOver' | 'star',
  { callsid, sdp, reconnect = '' }: Known,
): Promise<void> {
  if (what === 'answer' && sdp !== undefined) {
    await world.service.answer(device, { callsid, sdp: await device.describe(sdp) })
  } else if (what === 'reject') await device.reject(callsid)
  else if (what === 'hangUp') await device.hangUp(callsid)
  else if (what === 'restart') await device.restartIce(callsid)
  else if (what === 'resume') await device.resume(callsid, reconnect, device.sdp)
  else if (what === 'takeOver') await device.resume(callsid, reconnect)
  else if (what === 'star') device.press(callsid, '*')
}

test('whatever devices do, every call ends whole: each leg once, nothing left, no fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 40 }), async (steps) => {
      await inWorld(
        async (world) => {
          world.serve(callbackUrl, '')
          const devices = names.map((name) => world.connect(name))
          const underWay: Promise<void>[] = []
          for (const [next, isAwaited] of steps) {
            const taken = take(world, devices, next)
            underWay.push(taken)
            // Half of the time the next step comes while this one is still being carried out.
            if (isAwaited) await taken
          }
          await Promise.all(underWay)
        },
        { application: { statusCallback: callbackUrl } },
      )()
    }),
    { seed: 20_261_121, numRuns: 150 },
  )
}, 60_000)
