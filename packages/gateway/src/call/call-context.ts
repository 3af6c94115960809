import type { CallSid, IncomingParameters } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { CallbackSender } from './application/callback-sender.js'
import type { CallPorts } from './call-ports.js'
import type { FarewellBook } from './device/farewell-book.js'
import type { DeviceEnd } from './device-end.js'
import type { LegBook } from './leg-book.js'

/** A device that is rung, and what it is shown of the call. */
export interface Callee {
  readonly end: DeviceEnd
  readonly parameters: IncomingParameters
}

/** What the parts of one running call share. */
export interface CallContext {
  readonly ports: CallPorts
  readonly account: Account
  readonly callSid: CallSid
  /** Whom the documents run for; undefined until someone takes a call that the API makes. */
  caller: DeviceEnd | undefined
  /** The devices being rung or talked to, by {@link calleeKey}. */
  readonly callees: Map<string, Callee>
  readonly legs: LegBook
  readonly callbacks: CallbackSender
  readonly farewells: FarewellBook
}

/** Names one device's end of one leg. */
export function calleeKey(callSid: CallSid, deviceId: string): string {
  return `${callSid}/${deviceId}`
}
