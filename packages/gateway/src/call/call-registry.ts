import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { Clock } from '../clock.js'
import type { CallSession } from './call-session.js'
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

  add(session: CallSession): void {
    const { account, caller, callSid } = session.context
    this.#sessions.add(session)
    this.#byLeg.set(callSid, session)
    if (caller.tempId !== undefined) this.#callSidOfTempId.set(tempKey(account.sid, caller.tempId), callSid)
  }

  addLeg(session: CallSession, callSid: CallSid): void {
    this.#byLeg.set(callSid, session)
  }

  remove(session: CallSession): void {
    const { account, caller, legs } = session.context
    this.#sessions.delete(session)
    for (const callSid of legs.callSids) this.#byLeg.delete(callSid)
    if (caller.tempId === undefined) return
    const key = tempKey(account.sid, caller.tempId)
    this.#clock.after(tempIdMemoryMs, () => this.#callSidOfTempId.delete(key))
  }

  /** The call SID behind an id that a device uses, which may be a temporary one. */
  resolve(accountSid: AccountSid, callId: string): CallSid {
    return this.#callSidOfTempId.get(tempKey(accountSid, callId)) ?? (callId as CallSid)
  }

  /** The running call that a leg belongs to. */
  find(accountSid: AccountSid, callId: string): CallSession | undefined {
    const session = this.#byLeg.get(this.resolve(accountSid, callId))
    return session?.context.account.sid === accountSid ? session : undefined
  }

  /**
   * The end of a call that a device speaks for: its own, or, on another connection of the same person, the one that
   * talks. That one moves to the connection it was heard on.
   */
  findEnd(device: Device, callId: string): FoundEnd | undefined {
    const session = this.find(device.grant.accountSid, callId)
    if (session === undefined) return undefined
    const callSid = this.resolve(device.grant.accountSid, callId)
    const candidates = endsOf(session).filter((end) => end.callSid === callSid)
    const own = candidates.find((end) => end.device.id === device.id)
    if (own !== undefined) return { session, end: own }
    const talking = candidates.find((end) => isTalking(session, end) && end.belongsTo(device))
    if (talking === undefined) return undefined
    talking.attach(device)
    return { session, end: talking }
  }

  /** Every end that a connection stands for. */
  endsOf(deviceId: string): readonly FoundEnd[] {
    return this.sessions.flatMap((session) =>
      endsOf(session)
        .filter((end) => end.device.id === deviceId)
        .map((end) => ({ session, end })),
    )
  }

  /** Every end that has lost its connection and belongs to the person at a device. */
  lostEndsOf(device: Device): readonly FoundEnd[] {
    return this.sessions.flatMap((session) =>
      endsOf(session)
        .filter((end) => isTalking(session, end) && !end.isAttached && end.belongsTo(device))
        .map((end) => ({ session, end })),
    )
  }
}

function endsOf({ context }: CallSession): readonly DeviceEnd[] {
  return [context.caller, ...[...context.callees.values()].map(({ end }) => end)]
}

function isTalking(session: CallSession, end: DeviceEnd): boolean {
  return end === session.context.caller || end.callSid === session.winner
}

function tempKey(accountSid: AccountSid, tempId: string): string {
  return `${accountSid}/${tempId}`
}
