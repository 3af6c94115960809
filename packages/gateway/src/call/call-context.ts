import type { CallSid } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { CallbackSender } from './application/callback-sender.js'
import type { CallEnd } from './call-end.js'
import type { SessionPorts } from './call-ports.js'
import type { FarewellBook } from './device/farewell-book.js'
import type { LegBook } from './leg-book.js'
import type { CallNumber } from './line/call-number.js'

/** What runs with whoever answers a dialled leg, before anyone hears them. */
interface LegScreening {
  /** They have answered. */
  start(): void
  /** The leg is over, or has become another call's. */
  stop(): void
}

/** Whoever is to be rung. */
export interface Callee {
  readonly end: CallEnd
  readonly ring: () => void
  /** The document that runs with whoever answers, before they are connected. */
  readonly screening?: LegScreening | undefined
}

/** What the parts of one running call share. */
export interface CallContext {
  readonly ports: SessionPorts
  readonly account: Account
  readonly callSid: CallSid
  /** Whom the documents run for; undefined until someone takes a call that the API makes. */
  caller: CallEnd | undefined
  /** The devices and lines being rung or talked to, by {@link calleeKey}. */
  readonly callees: Map<string, Callee>
  readonly legs: LegBook
  readonly callbacks: CallbackSender
  readonly farewells: FarewellBook
  readonly callNumber: CallNumber
  /** Let the node know of something that may last longer than the call. */
  readonly track: (task: Promise<void>) => void
}

/** Names one device's end of one leg, or that of a line. */
export function calleeKey(callSid: CallSid, deviceId: string): string {
  return `${callSid}/${deviceId}`
}
