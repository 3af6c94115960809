import { type CallSid, type CallStatus, canMove, isFinal } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parentSid, PlayedCall } from '../test-support/play-call.js'
import { type Call, createCall, createDetachedCall, createOutgoingCall } from './call.js'
import type { CallEffect, CallEffectType } from './call-effect.js'
import type { CallCommand, NewBranch, RungDevice } from './call-input.js'

const deviceIds = ['d1', 'd2', 'd3'] as const
const maxBranches = 3

/** An input before the call is known that it is put to: legs are named by how long ago their dial began. */
type Draft = (call: Call, dials: number) => CallCommand

const legOf = (dial: number, branch: number): CallSid => `CA${dial}${branch}`

/** Every device that rings or talks. */
function liveDevices({ parent, rung, dial }: Call): readonly RungDevice[] {
  const legs = [
    { callSid: parent.callSid, devices: rung },
    ...(dial?.branches ?? []).map(({ leg: { callSid }, devices }) => ({ callSid, devices })),
  ]
  return legs.flatMap(({ callSid, devices }) =>
    devices.filter(({ state }) => state !== 'released').map(({ deviceId }) => ({ callSid, deviceId })),
  )
}

/** Mostly a device that rings or talks, so that calls get somewhere; otherwise any, which may be long gone. */
const rungDevice = fc
  .record({
    live: fc.option(fc.nat({ max: 8 }), { freq: 4 }),
    age: fc.nat({ max: 1 }),
    branch: fc.nat({ max: maxBranches }),
    deviceId: fc.constantFrom(...deviceIds),
  })
  .map(({ live, age, branch, deviceId }) => (call: Call, dials: number): RungDevice => {
    const devices = liveDevices(call)
    const chosen = live === null ? undefined : devices[live % devices.length]
    if (chosen !== undefined) return chosen
    return { callSid: branch === maxBranches ? parentSid : legOf(dials - age, branch), deviceId }
  })

const newBranches = fc.array(
  fc.record({ deviceIds: fc.subarray([...deviceIds]), hasFailed: fc.boolean(), isScreened: fc.boolean() }),
  { maxLength: maxBranches },
)

const dial = fc
  .record({ branches: newBranches, answerOnBridge: fc.boolean() })
  .map(({ branches, answerOnBridge }): Draft => (_call, dials) => {
    const named = branches.map((branch, index): NewBranch => ({ ...branch, callSid: legOf(dials + 1, index) }))
    return { type: 'dial', branches: named, answerOnBridge }
  })

const whatDeviceDoes = fc.oneof(
  { weight: 3, arbitrary: fc.constant((device: RungDevice): CallCommand => ({ type: 'accepted', ...device })) },
  { weight: 2, arbitrary: fc.constant((device: RungDevice): CallCommand => ({ type: 'admitted', ...device })) },
  fc.constant((device: RungDevice): CallCommand => ({ type: 'declined', ...device })),
  fc
    .constantFrom(undefined, 31400 as const)
    .map((error) => (device: RungDevice): CallCommand => ({ type: 'unreachable', ...device, error })),
  fc
    .record({ cause: fc.constantFrom('hangup', 'lost', 'application-failed'), isTold: fc.boolean() })
    .map((how) => (device: RungDevice): CallCommand => ({ type: 'callee-ended', ...device, ...how })),
  fc.constant((device: RungDevice): CallCommand => ({ type: 'detach', ...device })),
  fc.constant(({ callSid }: RungDevice): CallCommand => ({ type: 'cancel-branch', callSid })),
)

const ofDevice = fc.tuple(rungDevice, whatDeviceDoes).map(
  ([device, make]): Draft =>
    (call, dials) =>
      make(device(call, dials)),
)

const endCommand = fc
  .record({
    cause: fc.constantFrom(
      ...([
        'hangup',
        'busy',
        'rejected',
        'canceled',
        'lost',
        'application-failed',
        'account-inactive',
        'failed',
      ] as const),
    ),
    isTold: fc.boolean(),
    error: fc.constantFrom(undefined, 31404 as const),
  })
  .map((end): CallCommand => ({ type: 'end', ...end }))

const plain = fc.constantFrom<CallCommand>(
  { type: 'answer' },
  { type: 'dial-timeout' },
  { type: 'ring-timeout' },
  { type: 'stop-dial' },
  { type: 'document-over' },
)

const draft: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 6, arbitrary: dial },
  { weight: 12, arbitrary: ofDevice },
  {
    weight: 4,
    arbitrary: plain.map(
      (command): Draft =>
        () =>
          command,
    ),
  },
  {
    weight: 1,
    arbitrary: endCommand.map(
      (command): Draft =>
        () =>
          command,
    ),
  },
)

/** What was put, in order, with what came of it. */
interface Step {
  readonly command: CallCommand
  readonly effects: readonly CallEffect[]
}

interface History {
  readonly birth: Call
  readonly played: PlayedCall
  readonly steps: readonly Step[]
}

/** How a call comes to be; the API's begins by ringing. */
const birth = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ call: createCall(parentSid), ring: undefined }) },
  {
    weight: 2,
    arbitrary: fc.record({ deviceIds: fc.subarray([...deviceIds]), hasFailed: fc.boolean() }).map((rung) => {
      return { call: createOutgoingCall(parentSid), ring: { type: 'ring', ...rung } as const }
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      call: createDetachedCall({ callSid: parentSid, status: 'in-progress', answeredAt: 0 }),
      ring: undefined,
    }),
  },
)

type Birth = typeof birth extends fc.Arbitrary<infer Value> ? Value : never

const needsCaller: readonly CallCommand['type'][] = ['answer', 'dial', 'document-over']

/**
 * Put drafts to a call, leaving out what no document can ask for: dials within a dial, and verbs before anyone has taken
 * the call. Then end it for certain.
 */
function run({ call, ring }: Birth, drafts: readonly Draft[]): History {
  const played = new PlayedCall(call)
  const steps: Step[] = []
  let dials = 0
  const last: Draft = () => ({ type: 'end', cause: 'hangup', isTold: false })
  const first: readonly Draft[] = ring === undefined ? [] : [() => ring]
  for (const make of [...first, ...drafts, last]) {
    const command = make(played.call, dials)
    if (command.type === 'dial' && played.call.dial !== undefined) continue
    if (played.call.progress === 'absent' && needsCaller.includes(command.type)) continue
    if (command.type === 'dial') dials += 1
    steps.push({ command, effects: played.put(command) })
  }
  return { birth: call, played, steps }
}

function holds(law: (history: History) => void): void {
  fc.assert(
    fc.property(birth, fc.array(draft, { maxLength: 25, size: 'max' }), (born, drafts) => {
      law(run(born, drafts))
    }),
    { seed: 20_261_121, numRuns: 1_500 },
  )
}

/** The dials that the call took up: those that came before its end. */
function dialsOf(steps: readonly Step[]): readonly (readonly NewBranch[])[] {
  return steps.flatMap(({ command, effects }) =>
    command.type === 'dial' && effects.length > 0 ? [command.branches] : [],
  )
}

function keyOf({ callSid, deviceId }: RungDevice): string {
  return `${callSid}/${deviceId}`
}

test('every leg that was born ends exactly once, but one that was detached, and never leaves the transition table', () => {
  holds(({ birth: born, played, steps }) => {
    const births = new Map<CallSid, CallStatus>([[parentSid, born.parent.status]])
    const detached = played.all('detach-device').map(({ callSid }) => callSid)
    for (const { callSid } of dialsOf(steps).flat()) births.set(callSid, 'initiated')
    for (const { callSid } of played.all('status')) expect(births.has(callSid)).toBe(true)
    for (const [callSid, birth] of births) {
      let status = birth
      for (const effect of played.all('status').filter((each) => each.callSid === callSid)) {
        expect(canMove(status, effect.status)).toBe(true)
        expect(effect.cause === undefined).toBe(!isFinal(effect.status))
        status = effect.status
      }
      expect(isFinal(status)).toBe(!detached.includes(callSid))
    }
    expect(played.call.dial).toBeUndefined()
  })
})

test('at most one branch of a dial is bridged: the first that is answered, or admitted if it is screened', () => {
  holds(({ played, steps }) => {
    for (const branches of dialsOf(steps)) {
      const isHere = ({ callSid }: { readonly callSid: CallSid }): boolean => legs.includes(callSid)
      const legs = branches.map(({ callSid }) => callSid)
      const screened = branches.filter(({ isScreened }) => isScreened === true).map(({ callSid }) => callSid)
      const answered = played.all('status').filter((effect) => isHere(effect) && effect.status === 'in-progress')
      const bridged = played.all('bridge').filter(isHere)
      const confirmed = played.all('confirm-device').filter(isHere)
      const admitted = played.all('screen-device').filter(isHere)
      expect(bridged.length).toBeLessThanOrEqual(1)
      expect(confirmed.map(({ callSid }) => callSid)).toEqual(answered.map(({ callSid }) => callSid))
      expect(admitted.map(keyOf)).toEqual(confirmed.filter(({ callSid }) => screened.includes(callSid)).map(keyOf))
      expect(confirmed.map(keyOf)).toEqual(expect.arrayContaining(bridged.map(keyOf)))
      for (const { callSid } of answered) {
        if (!screened.includes(callSid)) expect(bridged.map((device) => device.callSid)).toEqual([callSid])
      }
    }
  })
})

const partings: readonly string[] = ['release-device', 'seat-caller', 'detach-device']

test('every invited device is released, seated or detached exactly once, and nothing is sent to it after that', () => {
  holds(({ played }) => {
    const invited = played.all('invite-device').map(keyOf)
    const parted = new Set<string>()
    for (const effect of played.effects) {
      if (!('deviceId' in effect)) continue
      expect(parted.has(keyOf(effect))).toBe(false)
      if (partings.includes(effect.type)) parted.add(keyOf(effect))
    }
    expect([...parted].toSorted()).toEqual(invited.toSorted())
  })
})

test('a call has one caller at most, and whoever else was rung for it is told so before any document runs', () => {
  holds(({ birth: born, played, steps }) => {
    const seated = played.all('seat-caller')
    const answers = played
      .all('status')
      .filter(({ callSid, status }) => callSid === parentSid && status === 'in-progress')
    if (born.progress === 'absent') expect(seated).toHaveLength(answers.length)
    else expect(seated).toEqual([])
    expect(seated.length).toBeLessThanOrEqual(1)
    const ring = steps.find(({ command }) => command.type === 'ring')?.command
    if (seated.length === 0 || ring?.type !== 'ring') return
    const { rung } = played.call
    expect(rung.filter(({ state }) => state === 'connected').map(({ deviceId }) => deviceId)).toEqual(
      seated.map(({ deviceId }) => deviceId),
    )
    expect(rung.filter(({ state }) => state === 'released')).toHaveLength(ring.deviceIds.length - 1)
  })
})

test('every device hears of its end at most once, and always unless it said so or went away itself', () => {
  holds(({ played, steps }) => {
    const farewells = [...played.all('cancel-device'), ...played.all('tell-callee-ended')].map(keyOf)
    expect(new Set(farewells).size).toBe(farewells.length)
    for (const { command, effects } of steps) {
      for (const effect of effects) {
        if (effect.type !== 'release-device') continue
        const isTold = farewells.includes(keyOf(effect))
        const isItsOwn = 'deviceId' in command && keyOf(command) === keyOf(effect)
        if (!isItsOwn) expect(isTold).toBe(true)
        else if (command.type === 'declined') expect(isTold).toBe(false)
        else if (command.type === 'callee-ended') expect(isTold).toBe(!command.isTold)
        else if (command.type === 'unreachable') expect(isTold).toBe(command.error !== undefined)
      }
    }
  })
})

/** What the end of a leg that was not connected may come to for its dial. */
function outcomesOf(played: PlayedCall, leg: CallSid): readonly string[] {
  const statuses = played.statusesOf(leg)
  const last = statuses.at(-1) ?? ''
  // It was screened, and ended by itself, with its document, or with the dial; or it became another call.
  return statuses.includes('in-progress') ? ['no-answer', 'failed', 'canceled'] : [last]
}

test('every dial is over exactly once, and says what became of its legs', () => {
  holds(({ played, steps }) => {
    const outcomes = played.all('dial-over').map(({ outcome }) => outcome)
    const dials = dialsOf(steps)
    expect(outcomes).toHaveLength(dials.length)
    for (const [index, { status, callSid, durationSeconds, isBridged }] of outcomes.entries()) {
      const legs = dials[index]?.map((branch) => branch.callSid) ?? []
      const wasConnected = played.all('bridge').some((device) => legs.includes(device.callSid))
      const detached = played.all('detach-device').map((device) => device.callSid)
      const isDetached = wasConnected && detached.includes(callSid as CallSid)
      expect(isBridged).toBe(wasConnected)
      expect(durationSeconds === undefined).toBe(!isBridged || isDetached)
      if (legs.length === 0) expect({ status, callSid }).toEqual({ status: 'failed', callSid: undefined })
      else expect(legs).toContain(callSid)
      if (wasConnected) expect(status).toBe('completed')
      else if (legs.length > 0) expect(legs.flatMap((leg) => outcomesOf(played, leg))).toContain(status)
    }
  })
})

test('the call is over exactly once, and nothing comes after that', () => {
  holds(({ played }) => {
    expect(played.all('over')).toHaveLength(1)
    expect(played.effects.at(-1)).toEqual({ type: 'over' })
  })
})

test('the caller, once there is one, is told of the end exactly once, and never when its device said so', () => {
  holds(({ birth: born, played, steps }) => {
    const ending = steps.find(({ effects }) => effects.some(({ type }) => type === 'over'))?.command
    const isTold = ending !== undefined && 'isTold' in ending && ending.isTold
    const hasCaller = born.progress !== 'absent' || played.all('seat-caller').length > 0
    expect(played.all('tell-caller-ended')).toHaveLength(isTold || !hasCaller ? 0 : 1)
  })
})

test('the caller is told that it rings at most once and before the answer, and of the answer at most once', () => {
  holds(({ played }) => {
    const told = played.effects.flatMap(({ type }) => (type.startsWith('tell-caller') ? type : []))
    expect(told).toEqual(
      ['tell-caller-ringing', 'tell-caller-answered', 'tell-caller-ended'].filter((type) =>
        told.includes(type as never),
      ),
    )
  })
})

test('nobody is told of a status before it is to be kept', () => {
  holds(({ played }) => {
    const { effects } = played
    const indexOf = (find: (effect: CallEffect) => boolean): number => effects.findIndex(find)
    const answered = indexOf(({ type }) => type === 'tell-caller-answered')
    const inProgress = indexOf(
      (effect) => effect.type === 'status' && effect.callSid === parentSid && effect.status === 'in-progress',
    )
    if (answered >= 0) expect(inProgress).toBeLessThan(answered)
    for (const [index, effect] of effects.entries()) {
      if (effect.type !== 'confirm-device' && effect.type !== 'cancel-device') continue
      const kept = effect.type === 'confirm-device' ? 'in-progress' : undefined
      const before = effects.slice(0, index).filter((each) => each.type === 'status' && each.callSid === effect.callSid)
      const latest = before.at(-1)
      if (latest?.type !== 'status') throw new Error('A device was told before any status')
      expect(
        kept === undefined ? isFinal(latest.status) || latest.status === 'in-progress' : latest.status === kept,
      ).toBe(true)
    }
  })
})

const everyEffect = {
  status: true,
  'tell-caller-ringing': true,
  'tell-caller-answered': true,
  'tell-caller-ended': true,
  'invite-device': true,
  'confirm-device': true,
  'screen-device': true,
  'cancel-device': true,
  'tell-callee-ended': true,
  'release-device': true,
  'seat-caller': true,
  bridge: true,
  'detach-device': true,
  play: true,
  'dial-over': true,
  over: true,
} satisfies Record<CallEffectType, true>

test('the generated inputs reach every effect and every status', () => {
  const effects = new Set<string>()
  const statuses = new Set<string>()
  holds(({ played }) => {
    for (const effect of played.effects) {
      effects.add(effect.type)
      if (effect.type === 'status') statuses.add(effect.status)
    }
  })
  expect([...statuses].toSorted()).toEqual([
    'busy',
    'canceled',
    'completed',
    'failed',
    'in-progress',
    'initiated',
    'no-answer',
    'ringing',
  ])
  expect([...effects].toSorted()).toEqual(Object.keys(everyEffect).toSorted())
})
