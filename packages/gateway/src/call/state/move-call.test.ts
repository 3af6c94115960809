import { describe, expect, test } from 'vitest'
import { at, bob, carol, inWords, nobody, parentSid, playCall } from '../test-support/play-call.js'
import type { CallCommand, NewBranch } from './call-input.js'
import type { EndCause } from './end-cause.js'
import { moveCall } from './move-call.js'

const dial = (...branches: readonly NewBranch[]): CallCommand => ({ type: 'dial', branches, answerOnBridge: false })
const dialOnBridge = (...branches: readonly NewBranch[]): CallCommand => ({
  type: 'dial',
  branches,
  answerOnBridge: true,
})
const accepted = (branch: NewBranch, deviceId?: string): CallCommand => ({ type: 'accepted', ...at(branch, deviceId) })
const declined = (branch: NewBranch, deviceId?: string): CallCommand => ({ type: 'declined', ...at(branch, deviceId) })
const lost = (branch: NewBranch, deviceId?: string): CallCommand => ({
  type: 'unreachable',
  ...at(branch, deviceId),
  error: undefined,
})
const calleeHangsUp = (branch: NewBranch, deviceId?: string): CallCommand => ({
  type: 'callee-ended',
  ...at(branch, deviceId),
  cause: 'hangup',
  isTold: true,
})
const callerHangsUp: CallCommand = { type: 'end', cause: 'hangup', isTold: true }
const timeout: CallCommand = { type: 'dial-timeout' }
const stopDial: CallCommand = { type: 'stop-dial' }
const documentOver: CallCommand = { type: 'document-over' }

describe('answering', () => {
  test('puts the caller’s leg in progress before its device is told', () => {
    expect(inWords(playCall().put({ type: 'answer' }))).toEqual(['status CA0 in-progress', 'tell-caller-answered'])
  })

  test('twice does nothing the second time', () => {
    expect(playCall({ type: 'answer' }).put({ type: 'answer' })).toEqual([])
  })

  test('after early media only tells the device, whose leg is in progress already', () => {
    const played = playCall(dial(bob), declined(bob))
    expect(inWords(played.put({ type: 'answer' }))).toEqual(['tell-caller-answered'])
  })
})

describe('dialling', () => {
  test('gives the caller ringback as early media, and rings every device of every branch', () => {
    expect(inWords(playCall().put(dial(bob, carol)))).toEqual([
      'status CA0 in-progress',
      'tell-caller-ringing with media',
      'play ringback',
      'invite-device CA1 bob-1',
      'invite-device CA1 bob-2',
      'status CA1 ringing',
      'invite-device CA2 carol-1',
      'status CA2 ringing',
    ])
  })

  test('with answerOnBridge leaves the caller’s leg ringing, without media', () => {
    const played = playCall(dialOnBridge(bob))
    expect(inWords(played.effects).slice(0, 2)).toEqual([
      'tell-caller-ringing without media',
      'invite-device CA1 bob-1',
    ])
    expect(played.call.parent.status).toBe('ringing')
  })

  test('after an answer sends the caller nothing but ringback', () => {
    expect(inWords(playCall({ type: 'answer' }).put(dial(carol)))).toEqual([
      'play ringback',
      'invite-device CA2 carol-1',
      'status CA2 ringing',
    ])
  })

  test('again without answerOnBridge answers a caller that still waits for a bridge', () => {
    const played = playCall(dialOnBridge(bob), timeout)
    expect(inWords(played.put(dial(carol))).slice(0, 3)).toEqual([
      'status CA0 in-progress',
      'tell-caller-answered',
      'play ringback',
    ])
  })

  test('again with answerOnBridge tells the caller nothing new', () => {
    const played = playCall(dialOnBridge(bob), timeout)
    expect(inWords(played.put(dialOnBridge(carol)))).toEqual(['invite-device CA2 carol-1', 'status CA2 ringing'])
  })

  test('a name that nobody is registered under ends at once as no-answer, without ringing', () => {
    const played = playCall(dial(nobody))
    expect(played.statusesOf('CA3')).toEqual(['no-answer'])
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status: 'no-answer', callSid: 'CA3' } }])
  })

  test('a name whose devices cannot be offered media fails', () => {
    const played = playCall(dial({ ...nobody, hasFailed: true }))
    expect(played.statusesOf('CA3')).toEqual(['failed'])
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status: 'failed' } }])
  })

  test('an absent name leaves the others ringing', () => {
    const played = playCall(dial(nobody, carol))
    expect(played.statusesOf('CA3')).toEqual(['no-answer'])
    expect(played.statusesOf('CA2')).toEqual(['ringing'])
    expect(played.all('dial-over')).toEqual([])
  })

  test('nobody at all fails at once', () => {
    const outcome = { status: 'failed', callSid: undefined, durationSeconds: undefined, isBridged: false }
    expect(playCall(dial()).all('dial-over')).toMatchObject([{ outcome }])
  })

  test('while another dial is under way is refused, since no document can ask for it', () => {
    const { call } = playCall(dial(bob))
    expect(() => moveCall(call, { type: 'dial', branches: [], answerOnBridge: false, at: 9 })).toThrow(RangeError)
  })
})

describe('accepting', () => {
  test('connects the device first, and then cancels everyone else as answered elsewhere', () => {
    expect(inWords(playCall(dial(bob, carol)).put(accepted(bob)))).toEqual([
      'status CA1 in-progress',
      'confirm-device CA1 bob-1',
      'tell-caller-answered',
      'bridge CA1 bob-1',
      'cancel-device CA1 bob-2 answered-elsewhere',
      'release-device CA1 bob-2',
      'status CA2 canceled',
      'cancel-device CA2 carol-1 answered-elsewhere',
      'release-device CA2 carol-1',
    ])
  })

  test('under answerOnBridge puts the caller’s leg in progress', () => {
    const words = inWords(playCall(dialOnBridge(carol)).put(accepted(carol)))
    expect(words).toEqual([
      'status CA2 in-progress',
      'confirm-device CA2 carol-1',
      'status CA0 in-progress',
      'tell-caller-answered',
      'bridge CA2 carol-1',
    ])
  })

  test('at a device that never rang does nothing', () => {
    expect(playCall(dial(carol)).put(accepted(bob))).toEqual([])
    expect(playCall().put(accepted(bob))).toEqual([])
  })
})

describe('the end of a bridged dial', () => {
  test('comes when the callee hangs up, who is not told what it said itself', () => {
    const played = playCall(dial(carol), accepted(carol))
    expect(inWords(played.put(calleeHangsUp(carol)))).toEqual([
      'status CA2 completed',
      'release-device CA2 carol-1',
      'play silence',
      'dial-over',
    ])
    expect(played.all('dial-over')).toMatchObject([
      { outcome: { status: 'completed', callSid: 'CA2', durationSeconds: 1, isBridged: true } },
    ])
  })

  test('comes when the callee’s media is lost, who is told', () => {
    const played = playCall(dial(carol), accepted(carol))
    const words = inWords(played.put({ type: 'callee-ended', ...at(carol), cause: 'lost', isTold: false }))
    expect(words.slice(0, 3)).toEqual([
      'status CA2 completed',
      'tell-callee-ended CA2 carol-1',
      'release-device CA2 carol-1',
    ])
  })

  test('comes by the star key or the time limit, and the call goes on', () => {
    const played = playCall(dial(carol), accepted(carol), stopDial)
    expect(played.statusesOf('CA2')).toEqual(['ringing', 'in-progress', 'completed'])
    expect(played.all('tell-callee-ended')).toHaveLength(1)
    expect(played.all('over')).toEqual([])
  })

  test('comes with the end of the call, and the action hears of the call’s own end', () => {
    const played = playCall(dial(carol), accepted(carol))
    expect(inWords(played.put(callerHangsUp))).toEqual([
      'status CA2 completed',
      'tell-callee-ended CA2 carol-1',
      'release-device CA2 carol-1',
      'status CA0 completed',
      'dial-over',
      'over',
    ])
  })
})

describe('the end of an unanswered dial', () => {
  test('is the timeout: no-answer, and the devices hear that nobody answered', () => {
    expect(inWords(playCall(dial(bob)).put(timeout))).toEqual([
      'status CA1 no-answer',
      'cancel-device CA1 bob-1 not-answered',
      'release-device CA1 bob-1',
      'cancel-device CA1 bob-2 not-answered',
      'release-device CA1 bob-2',
      'play silence',
      'dial-over',
    ])
  })

  test('is the star key: canceled', () => {
    const played = playCall(dial(bob), stopDial)
    expect(played.statusesOf('CA1')).toEqual(['ringing', 'canceled'])
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status: 'canceled' } }])
  })

  test('is the caller’s hang-up: canceled, with devices told that the caller hung up', () => {
    const played = playCall(dial(bob), callerHangsUp)
    expect(played.all('cancel-device').map(({ reason }) => reason)).toEqual(['caller-hung-up', 'caller-hung-up'])
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status: 'canceled', isBridged: false } }])
  })

  test('plays the caller nothing while it has no media', () => {
    expect(playCall(dialOnBridge(bob), timeout).all('play')).toEqual([])
  })

  test('one decline ends the leg of the whole name, and the other devices hear that it was rejected elsewhere', () => {
    expect(inWords(playCall(dial(bob, carol)).put(declined(bob, 'bob-2')))).toEqual([
      'status CA1 busy',
      'cancel-device CA1 bob-1 rejected-elsewhere',
      'release-device CA1 bob-1',
      'release-device CA1 bob-2',
    ])
  })

  test('a decline of the last name ends the dial as busy', () => {
    const played = playCall(dial(bob, carol), declined(bob), declined(carol))
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status: 'busy', callSid: 'CA2' } }])
  })

  test('a device that is lost lets the others of its name ring on', () => {
    const played = playCall(dial(bob))
    expect(inWords(played.put(lost(bob)))).toEqual(['release-device CA1 bob-1'])
    expect(inWords(played.put(lost(bob, 'bob-2')))).toEqual([
      'release-device CA1 bob-2',
      'status CA1 no-answer',
      'play silence',
      'dial-over',
    ])
  })

  test('a device whose media fails is told so, and is out', () => {
    const played = playCall(dial(carol))
    const words = inWords(played.put({ type: 'unreachable', ...at(carol), error: 31400 }))
    expect(words.slice(0, 3)).toEqual([
      'tell-callee-ended CA2 carol-1 31400',
      'release-device CA2 carol-1',
      'status CA2 failed',
    ])
  })

  test.each<[string, readonly EndCause[]]>([
    ['busy', ['no-answer', 'declined']],
    ['no-answer', ['failed', 'not-registered']],
    ['failed', ['failed']],
  ])('of several branches %s is what the dial reports', (status, causes) => {
    const branches = causes.map((cause, index): NewBranch => {
      const isEmpty = cause === 'failed' || cause === 'not-registered'
      return { callSid: `CA${index + 1}`, deviceIds: isEmpty ? [] : [`d${index}`], hasFailed: cause === 'failed' }
    })
    const played = playCall(dial(...branches))
    for (const [index, branch] of branches.entries()) {
      if (causes[index] === 'declined') played.put(declined(branch))
      if (causes[index] === 'no-answer') played.put(lost(branch))
    }
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status } }])
  })
})

describe('the end of a call', () => {
  test.each<[EndCause, string, number | undefined]>([
    ['hangup', 'canceled', undefined],
    ['busy', 'busy', 31486],
    ['rejected', 'no-answer', 31603],
    ['lost', 'canceled', undefined],
    ['application-failed', 'failed', 31000],
    ['failed', 'failed', 31000],
  ])('before the answer by %s is %s, and the device is told %s', (cause, status, error) => {
    const played = playCall({ type: 'end', cause, isTold: false })
    expect(played.statusesOf(parentSid)).toEqual([status])
    expect(played.all('tell-caller-ended')).toEqual([{ type: 'tell-caller-ended', error }])
    expect(played.effects.at(-1)).toEqual({ type: 'over' })
  })

  test.each<[EndCause, string, number | undefined]>([
    ['hangup', 'completed', undefined],
    ['lost', 'completed', undefined],
    ['application-failed', 'completed', 31000],
    ['failed', 'failed', 31000],
  ])('after the answer by %s is %s, and the device is told %s', (cause, status, error) => {
    const played = playCall({ type: 'answer' }, { type: 'end', cause, isTold: false })
    expect(played.statusesOf(parentSid)).toEqual(['in-progress', status])
    expect(played.all('tell-caller-ended')).toEqual([{ type: 'tell-caller-ended', error }])
  })

  test('by a reject after a bridge is an ordinary end', () => {
    const talked = [dial(carol), accepted(carol), calleeHangsUp(carol)]
    const played = playCall(...talked, { type: 'end', cause: 'busy', isTold: false })
    expect(played.all('tell-caller-ended')).toEqual([{ type: 'tell-caller-ended', error: undefined }])
  })

  test('with an error of its own tells that one', () => {
    const played = playCall({ type: 'end', cause: 'application-failed', isTold: false, error: 31404 })
    expect(played.all('tell-caller-ended')).toMatchObject([{ error: 31404 }])
  })

  test('by its own device is not echoed', () => {
    expect(playCall(callerHangsUp).all('tell-caller-ended')).toEqual([])
  })

  test('is final: nothing that comes later has an effect', () => {
    const played = playCall(dial(bob), callerHangsUp)
    const late = [accepted(bob), declined(bob), timeout, stopDial, documentOver, callerHangsUp, dial(carol)]
    for (const command of late) expect(played.put(command)).toEqual([])
  })
})

describe('the end of the document', () => {
  test('without a verb answers the call and hangs up', () => {
    expect(inWords(playCall().put(documentOver))).toEqual([
      'status CA0 in-progress',
      'tell-caller-answered',
      'status CA0 completed',
      'tell-caller-ended',
      'over',
    ])
  })

  test.each<[string, readonly CallCommand[], string, number]>([
    ['busy', [dialOnBridge(bob), declined(bob)], 'busy', 31603],
    ['unanswered', [dialOnBridge(bob), timeout], 'no-answer', 31408],
    ['absent', [dialOnBridge(nobody)], 'no-answer', 31480],
    ['broken', [dialOnBridge({ ...nobody, hasFailed: true })], 'failed', 31000],
  ])(
    'under answerOnBridge ends the caller’s leg as the %s leg ended, with its error',
    (_name, before, status, error) => {
      const played = playCall(...before, documentOver)
      expect(played.statusesOf(parentSid)).toEqual([status])
      expect(played.all('tell-caller-answered')).toEqual([])
      expect(played.all('tell-caller-ended')).toMatchObject([{ error }])
    },
  )

  test.each<[string, readonly CallCommand[], number]>([
    ['declined', [dial(bob), declined(bob)], 31603],
    ['unanswered', [dial(bob), timeout], 31408],
    ['absent', [dial(nobody)], 31480],
  ])('after early media completes the call, and tells the caller that the callee was %s', (_name, before, error) => {
    const played = playCall(...before, documentOver)
    expect(played.statusesOf(parentSid)).toEqual(['in-progress', 'completed'])
    expect(played.all('tell-caller-ended')).toMatchObject([{ error }])
  })

  test('after a bridge is an ordinary end, whatever a later dial came to', () => {
    const talked = [dial(carol), accepted(carol), calleeHangsUp(carol)]
    for (const later of [[], [dial(nobody)]]) {
      const played = playCall(...talked, ...later, documentOver)
      expect(played.all('tell-caller-ended')).toEqual([{ type: 'tell-caller-ended', error: undefined }])
    }
  })

  test('counts the latest dial that nobody answered', () => {
    const played = playCall(dialOnBridge(bob), declined(bob), dialOnBridge(nobody), documentOver)
    expect(played.all('tell-caller-ended')).toMatchObject([{ error: 31480 }])
  })
})

describe('races', () => {
  test('two accepts in one tick: the first wins, the second finds itself cancelled', () => {
    for (const second of [accepted(bob, 'bob-2'), accepted(carol)]) {
      const played = playCall(dial(bob, carol), accepted(bob, 'bob-1'))
      expect(played.put(second)).toEqual([])
      expect(played.all('bridge')).toEqual([{ type: 'bridge', callSid: 'CA1', deviceId: 'bob-1' }])
    }
  })

  test('accept against cancel: whichever comes first decides', () => {
    const cancelled = playCall(dial(carol), timeout)
    expect(cancelled.put(accepted(carol))).toEqual([])
    const answered = playCall(dial(carol), accepted(carol))
    expect(answered.put(timeout)).toEqual([])
  })

  test('the caller hangs up against an answer: the later answer is not heard, the earlier one is ended', () => {
    const tooLate = playCall(dial(carol), callerHangsUp)
    expect(tooLate.put(accepted(carol))).toEqual([])
    expect(tooLate.all('cancel-device')).toHaveLength(1)
    const inTime = playCall(dial(carol), accepted(carol), callerHangsUp)
    expect(inTime.all('tell-callee-ended')).toHaveLength(1)
    expect(inTime.all('cancel-device')).toEqual([])
  })

  test('reject against accept of two devices of one name: the first decides', () => {
    const rejected = playCall(dial(bob), declined(bob, 'bob-1'))
    expect(rejected.put(accepted(bob, 'bob-2'))).toEqual([])
    const answered = playCall(dial(bob), accepted(bob, 'bob-1'))
    expect(answered.put(declined(bob, 'bob-2'))).toEqual([])
    expect(answered.call.dial?.winner).toBe('CA1')
  })

  test('a late hang-up of a device that lost does not end the call of the one that won', () => {
    const played = playCall(dial(bob), accepted(bob, 'bob-1'))
    expect(played.put(calleeHangsUp(bob, 'bob-2'))).toEqual([])
    expect(played.put(lost(bob, 'bob-2'))).toEqual([])
  })

  test.each<[string, readonly CallCommand[], number]>([
    ['before the dial', [], 0],
    ['while it rings', [dial(carol)], 1],
    ['while it talks', [dial(carol), accepted(carol)], 0],
    ['after it was cancelled', [dial(carol), timeout], 0],
    ['after it hung up', [dial(carol), accepted(carol), calleeHangsUp(carol)], 0],
    ['after the call', [dial(carol), callerHangsUp], 0],
  ])('a device that is lost %s is released at most once', (_when, before, releases) => {
    const released = playCall(...before)
      .put(lost(carol))
      .filter(({ type }) => type === 'release-device')
    expect(released).toHaveLength(releases)
  })

  test.each<[string, readonly CallCommand[], readonly string[]]>([
    ['before the dial', [], []],
    ['while it rings', [dial(carol)], ['canceled']],
    ['while it talks', [dial(carol), accepted(carol)], ['completed']],
    ['after the dial', [dial(carol), timeout], []],
    ['after the call', [dial(carol), callerHangsUp], []],
  ])('the star key %s ends the dial at most once', (_when, before, statuses) => {
    const overs = playCall(...before)
      .put(stopDial)
      .flatMap((effect) => (effect.type === 'dial-over' ? effect.outcome.status : []))
    expect(overs).toEqual(statuses)
  })

  test('a timeout of an earlier dial does not touch a bridged one', () => {
    const played = playCall(dial(bob), declined(bob), dial(carol), accepted(carol))
    expect(played.put(timeout)).toEqual([])
  })
})
