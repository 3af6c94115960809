import { type CallSid, type CallStatus, canMove, isFinal } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parentSid, PlayedCall } from '../test-support/play-call.js'
import type { CallEffect, CallEffectType } from './call-effect.js'
import type { CallCommand, NewBranch, RungDevice } from './call-input.js'

const deviceIds = ['d1', 'd2', 'd3'] as const
const maxBranches = 3

/** An input before it is known which dials there are: legs are named by how long ago their dial began. */
type Draft = (dials: number) => CallCommand

const legOf = (dial: number, branch: number): CallSid => `CA${dial}${branch}`

const rungDevice = fc
  .record({
    age: fc.nat({ max: 1 }),
    branch: fc.nat({ max: maxBranches - 1 }),
    deviceId: fc.constantFrom(...deviceIds),
  })
  .map(({ age, branch, deviceId }) => (dials: number): RungDevice => ({
    callSid: legOf(dials - age, branch),
    deviceId,
  }))

const newBranches = fc.array(fc.record({ deviceIds: fc.subarray([...deviceIds]), hasFailed: fc.boolean() }), {
  maxLength: maxBranches,
})

const dial = fc
  .record({ branches: newBranches, answerOnBridge: fc.boolean() })
  .map(({ branches, answerOnBridge }): Draft => (dials) => {
    const named = branches.map((branch, index): NewBranch => ({ ...branch, callSid: legOf(dials + 1, index) }))
    return { type: 'dial', branches: named, answerOnBridge }
  })

const whatDeviceDoes = fc.oneof(
  fc.constant((device: RungDevice): CallCommand => ({ type: 'accepted', ...device })),
  fc.constant((device: RungDevice): CallCommand => ({ type: 'declined', ...device })),
  fc
    .constantFrom(undefined, 31400 as const)
    .map((error) => (device: RungDevice): CallCommand => ({ type: 'unreachable', ...device, error })),
  fc
    .record({ cause: fc.constantFrom('hangup', 'lost'), isTold: fc.boolean() })
    .map((how) => (device: RungDevice): CallCommand => ({ type: 'callee-ended', ...device, ...how })),
)

const ofDevice = fc.tuple(rungDevice, whatDeviceDoes).map(
  ([device, make]): Draft =>
    (dials) =>
      make(device(dials)),
)

const endCommand = fc
  .record({
    cause: fc.constantFrom('hangup', 'busy', 'rejected', 'lost', 'application-failed', 'failed'),
    isTold: fc.boolean(),
    error: fc.constantFrom(undefined, 31404 as const),
  })
  .map((end): CallCommand => ({ type: 'end', ...end }))

const plain = fc.constantFrom<CallCommand>(
  { type: 'answer' },
  { type: 'dial-timeout' },
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
  readonly played: PlayedCall
  readonly steps: readonly Step[]
}

/** Put drafts to a call, leaving out dials within a dial, which no document can ask for; then end it for certain. */
function run(drafts: readonly Draft[]): History {
  const played = new PlayedCall()
  const steps: Step[] = []
  let dials = 0
  const last: Draft = () => ({ type: 'end', cause: 'hangup', isTold: false })
  for (const make of [...drafts, last]) {
    const command = make(dials)
    if (command.type === 'dial' && played.call.dial !== undefined) continue
    if (command.type === 'dial') dials += 1
    steps.push({ command, effects: played.put(command) })
  }
  return { played, steps }
}

function holds(law: (history: History) => void): void {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 25 }), (drafts) => {
      law(run(drafts))
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

test('every leg that was born ends exactly once and never leaves the transition table', () => {
  holds(({ played, steps }) => {
    const births = new Map<CallSid, CallStatus>([[parentSid, 'ringing']])
    for (const { callSid } of dialsOf(steps).flat()) births.set(callSid, 'initiated')
    for (const { callSid } of played.all('status')) expect(births.has(callSid)).toBe(true)
    for (const [callSid, birth] of births) {
      let status = birth
      for (const effect of played.all('status').filter((each) => each.callSid === callSid)) {
        expect(canMove(status, effect.status)).toBe(true)
        expect(effect.cause === undefined).toBe(!isFinal(effect.status))
        status = effect.status
      }
      expect(isFinal(status)).toBe(true)
    }
    expect(played.call.dial).toBeUndefined()
  })
})

test('at most one branch of a dial is answered, and it is the one that is bridged', () => {
  holds(({ played, steps }) => {
    for (const branches of dialsOf(steps)) {
      const legs = branches.map(({ callSid }) => callSid)
      const isHere = ({ callSid }: { readonly callSid: CallSid }): boolean => legs.includes(callSid)
      const answered = played.all('status').filter((effect) => isHere(effect) && effect.status === 'in-progress')
      const bridged = played.all('bridge').filter(isHere)
      const confirmed = played.all('confirm-device').filter(isHere)
      expect(answered.length).toBeLessThanOrEqual(1)
      expect(bridged.map(({ callSid }) => callSid)).toEqual(answered.map(({ callSid }) => callSid))
      expect(confirmed.map(keyOf)).toEqual(bridged.map(keyOf))
    }
  })
})

test('every invited device is released exactly once, and nothing is sent to it after that', () => {
  holds(({ played }) => {
    const invited = played.all('invite-device').map(keyOf)
    expect(played.all('release-device').map(keyOf).toSorted()).toEqual(invited.toSorted())
    const released = new Set<string>()
    for (const effect of played.effects) {
      if (!('deviceId' in effect)) continue
      expect(released.has(keyOf(effect))).toBe(false)
      if (effect.type === 'release-device') released.add(keyOf(effect))
    }
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

test('every dial is over exactly once, and says what became of its legs', () => {
  holds(({ played, steps }) => {
    const outcomes = played.all('dial-over').map(({ outcome }) => outcome)
    const dials = dialsOf(steps)
    expect(outcomes).toHaveLength(dials.length)
    for (const [index, { status, callSid, durationSeconds, isBridged }] of outcomes.entries()) {
      const legs = dials[index]?.map((branch) => branch.callSid) ?? []
      const statuses = legs.map((leg) => played.statusesOf(leg).at(-1))
      expect(isBridged).toBe(statuses.includes('completed'))
      expect(durationSeconds === undefined).toBe(!isBridged)
      if (legs.length === 0) expect({ status, callSid }).toEqual({ status: 'failed', callSid: undefined })
      else expect(legs).toContain(callSid)
      if (legs.length > 0) expect(statuses).toContain(status)
    }
  })
})

test('the call is over exactly once, and nothing comes after that', () => {
  holds(({ played }) => {
    expect(played.all('over')).toHaveLength(1)
    expect(played.effects.at(-1)).toEqual({ type: 'over' })
  })
})

test('the caller is told of the end exactly once, and never when its device said so', () => {
  holds(({ played, steps }) => {
    const ending = steps.find(({ effects }) => effects.some(({ type }) => type === 'over'))?.command
    const isTold = ending?.type === 'end' && ending.isTold
    expect(played.all('tell-caller-ended')).toHaveLength(isTold ? 0 : 1)
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
  'cancel-device': true,
  'tell-callee-ended': true,
  'release-device': true,
  bridge: true,
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
    'no-answer',
    'ringing',
  ])
  expect([...effects].toSorted()).toEqual(Object.keys(everyEffect).toSorted())
})
