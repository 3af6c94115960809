import { type AccountSid, type CallSid, isSid } from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import type { Clock } from '../clock.js'
import type { CallSession } from './call-session.js'
import type { LegName } from './call-signals.js'
import type { Device } from './device-directory.js'
import type { DeviceEnd } from './device-end.js'

/** One end of a running call. */
export interface FoundEnd {
  readonly session: CallSession
  readonly end: DeviceEnd
}

/** How long a temporary id is remembered after its call, for reports that come late. */
const tempIdMemoryMs = 120_000

/** The calls that run, found by account and call id and never by connection, since devices come back on another one. */
export class CallRegistry {
  readonly #clock: Clock
  readonly #sessions = new Set<CallSession>()
  readonly #byLeg = new Map<CallSid, CallSession>()
  readonly #callSidOfTempId = new Map<string, CallSid>()
  readonly #underWay = new Set<Promise<void>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The calls that run, oldest first. */
  get sessions(): readonly CallSession[] {
    return [...this.#sessions]
  }

  /** How many calls of an account run. */
  countOf(accountSid: AccountSid): number {
    return this.sessions.filter(({ context }) => context.account.sid === accountSid).length
  }

  /** Remember that something of a call is under way, which may last longer than the call. */
  track(task: Promise<void>): void {
    const tracked = task.finally(() => this.#underWay.delete(tracked))
    this.#underWay.add(tracked)
  }

  /** Resolves when nothing of any call is under way any more. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  /** Keep a call until it is over. */
  add(session: CallSession): void {
    const { account, callSid } = session.context
    const tempId = tempIdOf(session)
    this.#sessions.add(session)
    this.#byLeg.set(callSid, session)
    if (tempId !== undefined) this.#callSidOfTempId.set(tempKey(account.sid, tempId), callSid)
    void session.over.then(() => {
      this.#remove(session)
    })
  }

  addLeg(session: CallSession, callSid: CallSid): void {
    this.#byLeg.set(callSid, session)
  }

  /** The call SID behind an id that a device uses, which may be a temporary one; undefined for neither. */
  resolve(accountSid: AccountSid, callId: string): CallSid | undefined {
    return this.#callSidOfTempId.get(tempKey(accountSid, callId)) ?? (isSid(callId, 'CA') ? callId : undefined)
  }

  /** The running call that a leg belongs to. */
  find(accountSid: AccountSid, callId: string): CallSession | undefined {
    const callSid = this.resolve(accountSid, callId)
    const session = callSid === undefined ? undefined : this.#byLeg.get(callSid)
    return session?.context.account.sid === accountSid ? session : undefined
  }

  /** The leg that a device speaks of, if it is one on which its person rings or talks, or did. */
  findLeg(device: Device, callId: string): LegName | undefined {
    const { accountSid } = device.grant
    const callSid = this.resolve(accountSid, callId)
    const session = this.find(accountSid, callId)
    return callSid !== undefined && session?.isLegOf(callSid, device) === true ? { accountSid, callSid } : undefined
  }

  /** The end of a call that a connection stands for. */
  findOwnEnd(device: Device, callId: string): FoundEnd | undefined {
    const { accountSid } = device.grant
    const session = this.find(accountSid, callId)
    const callSid = this.resolve(accountSid, callId)
    const end = session?.deviceEnds.find((each) => each.callSid === callSid && each.device.id === device.id)
    return session && end && { session, end }
  }

  /**
   * The end of a call that a device speaks for: its own, or, on another connection of the same person, the one that
   * talks. That one moves to the connection it was heard on. A device that has rung for the same leg and lost is
   * another one: what it still had to say is not said for the one that talks.
   */
  findEnd(device: Device, callId: string): FoundEnd | undefined {
    const own = this.findOwnEnd(device, callId)
    if (own !== undefined) return own
    const session = this.find(device.grant.accountSid, callId)
    const callSid = this.resolve(device.grant.accountSid, callId)
    if (session === undefined || callSid === undefined || session.wasRung(callSid, device.id)) return undefined
    const isMeant = (end: DeviceEnd): boolean => end.callSid === callSid && session.isTalking(end)
    const end = session.deviceEnds.find((each) => isMeant(each) && each.belongsTo(device))
    end?.attach(device)
    return end && { session, end }
  }

  /** Every end that a connection stands for. */
  endsOf(deviceId: string): readonly FoundEnd[] {
    return this.#filterEnds((_session, end) => end.device.id === deviceId)
  }

  /** Every end that talks and belongs to the person whom a grant names, wherever that person is. */
  endsOfPerson(grant: DeviceGrant): readonly FoundEnd[] {
    return this.#filterEnds((session, end) => session.isTalking(end) && end.belongsTo({ grant }))
  }

  /** Every end of the person at a device, also one that only rings, on whichever connection. */
  endsOfSame(device: Device): readonly FoundEnd[] {
    return this.#filterEnds((_session, end) => end.belongsTo(device))
  }

  #filterEnds(matches: (session: CallSession, end: DeviceEnd) => boolean): readonly FoundEnd[] {
    return this.sessions.flatMap((session) =>
      session.deviceEnds.filter((end) => matches(session, end)).map((end) => ({ session, end })),
    )
  }

  #remove(session: CallSession): void {
    const { account, callSid, legs } = session.context
    const tempId = tempIdOf(session)
    this.#sessions.delete(session)
    // A leg that was detached is another call's by now.
    for (const leg of [callSid, ...legs.callSids]) if (this.#byLeg.get(leg) === session) this.#byLeg.delete(leg)
    if (tempId === undefined) return
    const key = tempKey(account.sid, tempId)
    this.#clock.after(tempIdMemoryMs, () => {
      if (this.#callSidOfTempId.get(key) === callSid) this.#callSidOfTempId.delete(key)
    })
  }
}

function tempIdOf({ context: { caller } }: CallSession): string | undefined {
  return caller?.kind === 'device' ? caller.tempId : undefined
}

function tempKey(accountSid: AccountSid, tempId: string): string {
  return `${accountSid}/${tempId}`
}
