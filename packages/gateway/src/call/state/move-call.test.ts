import { describe, expect, test } from 'vitest'
import {
  at,
  bob,
  carol,
  inWords,
  nobody,
  parentSid,
  playCall,
  PlayedCall,
  playOutgoingCall,
} from '../test-support/play-call.js'
import { createDetachedCall } from './call.js'
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

describe('screening', () => {
  const screened: NewBranch = { ...bob, isScreened: true }
  const admitted: CallCommand = { type: 'admitted', ...at(bob) }
  const ended = (cause: 'hangup' | 'application-failed'): CallCommand => {
    return { type: 'callee-ended', ...at(bob), cause, isTold: false }
  }

  test('leaves the caller with ringback, lets other names ring on, and cancels the leg’s other devices', () => {
    const played = playCall(dial(screened, carol))
    expect(inWords(played.put(accepted(bob)))).toEqual([
      'status CA1 in-progress',
      'confirm-device CA1 bob-1',
      'cancel-device CA1 bob-2 answered-elsewhere',
      'release-device CA1 bob-2',
      'screen-device CA1 bob-1',
    ])
    expect(played.call.wasBridged).toBe(false)
  })

  test('ends with the bridge when the device is admitted, and cancels the others', () => {
    const played = playCall(dialOnBridge(screened, carol), accepted(bob))
    expect(inWords(played.put(admitted))).toEqual([
      'status CA0 in-progress',
      'tell-caller-answered',
      'bridge CA1 bob-1',
      'status CA2 canceled',
      'cancel-device CA2 carol-1 answered-elsewhere',
      'release-device CA2 carol-1',
    ])
    expect(played.put(admitted)).toEqual([])
  })

  test('is lost to whoever answers meanwhile without being screened', () => {
    const played = playCall(dial(screened, carol), accepted(bob))
    expect(inWords(played.put(accepted(carol))).slice(-4)).toEqual([
      'bridge CA2 carol-1',
      'status CA1 completed',
      'tell-callee-ended CA1 bob-1',
      'release-device CA1 bob-1',
    ])
    expect(played.put(admitted)).toEqual([])
  })

  test.each([
    ['hangup', 'no-answer', 31603],
    ['application-failed', 'failed', 31000],
  ] as const)('that ends the leg by %s makes the dial %s', (cause, status, error) => {
    const played = playCall(dialOnBridge(screened), accepted(bob))
    expect(inWords(played.put(ended(cause)))).toEqual([
      'status CA1 completed',
      'tell-callee-ended CA1 bob-1',
      'release-device CA1 bob-1',
      'dial-over',
    ])
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status, isBridged: false, callSid: 'CA1' } }])
    played.put(documentOver)
    expect(played.all('tell-caller-ended')).toMatchObject([{ error }])
  })

  test('outlives the time of ringing, which ends for the others', () => {
    const played = playCall(dial(screened, carol), accepted(bob))
    expect(inWords(played.put(timeout))).toEqual([
      'status CA2 no-answer',
      'cancel-device CA2 carol-1 not-answered',
      'release-device CA2 carol-1',
    ])
    expect(inWords(played.put(admitted))).toContain('bridge CA1 bob-1')
  })

  test('ends with the call of whoever waits', () => {
    const played = playCall(dial(screened), accepted(bob))
    expect(inWords(played.put(callerHangsUp)).slice(0, 3)).toEqual([
      'status CA1 completed',
      'tell-callee-ended CA1 bob-1',
      'release-device CA1 bob-1',
    ])
  })

  test('ends when the leg becomes a call of its own; the others ring on', () => {
    const detach: CallCommand = { type: 'detach', ...at(bob) }
    const both = playCall(dial(screened, carol), accepted(bob))
    expect(inWords(both.put(detach))).toEqual(['detach-device CA1 bob-1'])
    const alone = playCall(dial(screened), accepted(bob), detach)
    expect(alone.all('dial-over')).toMatchObject([{ outcome: { status: 'no-answer', isBridged: false } }])
    expect(alone.statusesOf('CA1')).toEqual(['ringing', 'in-progress'])
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

describe('a call that the API makes', () => {
  const ring: CallCommand = { type: 'ring', deviceIds: ['bob-1', 'bob-2'], hasFailed: false }
  const me: NewBranch = { callSid: parentSid, deviceIds: ['bob-1', 'bob-2'], hasFailed: false }

  test('rings every device of the name', () => {
    expect(inWords(playOutgoingCall().put(ring))).toEqual([
      'status CA0 initiated',
      'invite-device CA0 bob-1',
      'invite-device CA0 bob-2',
      'status CA0 ringing',
    ])
  })

  test.each([
    ['nobody is registered', false, 'no-answer'],
    ['no device could be offered media', true, 'failed'],
  ])('when %s is over at once, and never rang', (_what, hasFailed, status) => {
    expect(inWords(playOutgoingCall().put({ type: 'ring', deviceIds: [], hasFailed }))).toEqual([
      'status CA0 initiated',
      `status CA0 ${status}`,
      'over',
    ])
  })

  test('is answered by the first device to accept, which is the caller from then on; the others are cancelled', () => {
    const played = playOutgoingCall(ring)
    expect(inWords(played.put(accepted(me, 'bob-2')))).toEqual([
      'status CA0 in-progress',
      'confirm-device CA0 bob-2',
      'seat-caller CA0 bob-2',
      'cancel-device CA0 bob-1 answered-elsewhere',
      'release-device CA0 bob-1',
    ])
    expect(played.put(accepted(me, 'bob-1'))).toEqual([])
    expect(played.put({ type: 'ring-timeout' })).toEqual([])
    expect(played.put({ type: 'answer' })).toEqual([])
  })

  test('dials from there on like any other call', () => {
    const played = playOutgoingCall(ring, accepted(me))
    expect(inWords(played.put(dialOnBridge(carol)))).toEqual([
      'play ringback',
      'invite-device CA2 carol-1',
      'status CA2 ringing',
    ])
  })

  test('is busy when one device declines: the others ring no longer', () => {
    expect(inWords(playOutgoingCall(ring).put(declined(me, 'bob-2')))).toEqual([
      'status CA0 busy',
      'cancel-device CA0 bob-1 rejected-elsewhere',
      'release-device CA0 bob-1',
      'release-device CA0 bob-2',
      'over',
    ])
  })

  test.each<[string, CallCommand, string, string]>([
    ['the timeout', { type: 'ring-timeout' }, 'no-answer', 'not-answered'],
    ['a cancel', { type: 'end', cause: 'canceled', isTold: false }, 'canceled', 'caller-hung-up'],
    ['a hang-up', { type: 'end', cause: 'hangup', isTold: false }, 'canceled', 'caller-hung-up'],
    ['the end of its account', { type: 'end', cause: 'account-inactive', isTold: false }, 'failed', 'caller-hung-up'],
  ])('that rings is ended by %s: every device is told, and nobody else', (_what, command, status, reason) => {
    expect(inWords(playOutgoingCall(ring).put(command))).toEqual([
      `status CA0 ${status}`,
      `cancel-device CA0 bob-1 ${reason}`,
      'release-device CA0 bob-1',
      `cancel-device CA0 bob-2 ${reason}`,
      'release-device CA0 bob-2',
      'over',
    ])
  })

  test('is canceled while it is queued without anyone hearing of it', () => {
    const played = playOutgoingCall({ type: 'end', cause: 'canceled', isTold: false })
    expect(inWords(played.effects)).toEqual(['status CA0 canceled', 'over'])
    expect(played.put(ring)).toEqual([])
  })

  test('loses devices one by one, and with the last of them its chance', () => {
    const played = playOutgoingCall(ring)
    expect(inWords(played.put(lost(me, 'bob-1')))).toEqual(['release-device CA0 bob-1'])
    expect(inWords(played.put(lost(me, 'bob-2')))).toEqual(['release-device CA0 bob-2', 'status CA0 no-answer', 'over'])
  })

  test('fails when the media of its last device does, which is told why', () => {
    const played = playOutgoingCall({ ...ring, deviceIds: ['bob-1'] })
    expect(inWords(played.put({ type: 'unreachable', ...at(me), error: 31400 }))).toEqual([
      'tell-callee-ended CA0 bob-1 31400',
      'release-device CA0 bob-1',
      'status CA0 failed',
      'over',
    ])
  })

  test.each<[string, CallCommand]>([
    ['by the device that took it, that hangs up', { type: 'end', cause: 'hangup', isTold: true }],
    ['by what was left of its ringing', { ...calleeHangsUp(me), type: 'callee-ended' } as CallCommand],
  ])('is ended %s, and that is not echoed', (_how, command) => {
    const played = playOutgoingCall(ring, accepted(me))
    expect(inWords(played.put(command))).toEqual(['status CA0 completed', 'over'])
  })

  test('tells whoever took it of an error only when something broke, since they dialled nobody', () => {
    const endsOf = (...commands: readonly CallCommand[]): readonly unknown[] =>
      playOutgoingCall(ring, accepted(me), ...commands)
        .all('tell-caller-ended')
        .map(({ error }) => error)
    expect(endsOf(dial(nobody), documentOver)).toEqual([undefined])
    expect(endsOf({ type: 'end', cause: 'rejected', isTold: false })).toEqual([undefined])
    expect(endsOf({ type: 'end', cause: 'application-failed', isTold: false })).toEqual([31000])
    expect(endsOf({ type: 'end', cause: 'account-inactive', isTold: false })).toEqual([31203])
  })

  test.each<CallCommand>([{ type: 'answer' }, dial(carol), documentOver])(
    'cannot run a verb before anyone took it ($type)',
    (command) => {
      for (const before of [[], [ring]]) {
        const { call } = playOutgoingCall(...before)
        expect(() => moveCall(call, { ...command, at: 9 })).toThrow(RangeError)
      }
    },
  )

  test('rings once', () => {
    const { call } = playOutgoingCall(ring)
    expect(() => moveCall(call, { ...ring, at: 9 })).toThrow(RangeError)
  })
})

describe('an answered leg that is detached', () => {
  test('leaves the dial over, and nobody is told of an end', () => {
    const played = playCall(dial(bob), accepted(bob))
    expect(inWords(played.put({ type: 'detach', ...at(bob) }))).toEqual([
      'detach-device CA1 bob-1',
      'play silence',
      'dial-over',
    ])
    expect(played.all('dial-over')).toMatchObject([
      { outcome: { status: 'completed', callSid: 'CA1', durationSeconds: undefined, isBridged: true } },
    ])
    expect(played.statusesOf('CA1').at(-1)).toBe('in-progress')
    expect(played.put(calleeHangsUp(bob))).toEqual([])
  })

  test('leaves a call that has talked', () => {
    const played = playCall(dial(carol), accepted(carol), { type: 'detach', ...at(carol) }, dial(nobody), documentOver)
    expect(played.all('tell-caller-ended')).toEqual([{ type: 'tell-caller-ended', error: undefined }])
  })

  test.each<[string, readonly CallCommand[]]>([
    ['rings', [dial(carol)]],
    ['is over', [dial(carol), accepted(carol), calleeHangsUp(carol)]],
    ['never was', []],
  ])('is not one that %s', (_what, before) => {
    expect(playCall(...before).put({ type: 'detach', ...at(carol) })).toEqual([])
  })

  test('is not the call’s own', () => {
    const me: NewBranch = { callSid: parentSid, deviceIds: ['bob-1'], hasFailed: false }
    const played = playOutgoingCall({ type: 'ring', deviceIds: ['bob-1'], hasFailed: false }, accepted(me))
    expect(played.put({ type: 'detach', ...at(me) })).toEqual([])
  })

  test('is a call of its own: it dials, and ends by itself', () => {
    const played = new PlayedCall(createDetachedCall({ callSid: parentSid, status: 'in-progress', answeredAt: 0 }))
    expect(inWords(played.put(dial(carol)))).toEqual([
      'play ringback',
      'invite-device CA2 carol-1',
      'status CA2 ringing',
    ])
    played.put(timeout)
    expect(inWords(played.put(documentOver))).toEqual(['status CA0 completed', 'tell-caller-ended', 'over'])
  })
})

describe('a ringing leg that is canceled', () => {
  const cancel = ({ callSid }: NewBranch): CallCommand => ({ type: 'cancel-branch', callSid })

  test('lets the other legs ring on', () => {
    const played = playCall(dial(bob, carol))
    expect(inWords(played.put(cancel(bob)))).toEqual([
      'status CA1 canceled',
      'cancel-device CA1 bob-1 caller-hung-up',
      'release-device CA1 bob-1',
      'cancel-device CA1 bob-2 caller-hung-up',
      'release-device CA1 bob-2',
    ])
  })

  test('and is the last one ends the dial as canceled', () => {
    const played = playCall(dial(carol), cancel(carol))
    expect(played.all('dial-over')).toMatchObject([{ outcome: { status: 'canceled', callSid: 'CA2' } }])
  })

  test('is none that was answered, that is over, or that never was', () => {
    expect(playCall(dial(carol), accepted(carol)).put(cancel(carol))).toEqual([])
    expect(playCall(dial(bob, carol), declined(bob)).put(cancel(bob))).toEqual([])
    expect(playCall().put(cancel(bob))).toEqual([])
    expect(playCall(dial(bob)).put(cancel(carol))).toEqual([])
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
