import type { AccountSid, CancelReason, ErrorCode } from '@ringdown/protocol'
import type { CallEnd } from '../call-end.js'
import type { CallPorts } from '../call-ports.js'
import { type LegName, sendSignal } from '../call-signals.js'
import type { Device } from '../device-directory.js'
import type { DeviceEnd } from '../device-end.js'
import type { CallGatewayMessage } from '../signal-detail.js'

/** How long the end of a call is kept for a device that may come back; media that stopped ends the call there anyway. */
const memoryMs = 120_000

interface Farewell {
  readonly leg: LegName
  readonly message: CallGatewayMessage
  /** Connections that it was sent on. */
  readonly toldIds: Set<string>
}

type Ports = Pick<CallPorts, 'clock' | 'devices' | 'observer'>

/**
 * The ends of calls that devices may not have heard of: because they were away, or because their connection was dead
 * and nobody had noticed yet. Clients that can resume ask for a call that they had when they are back, and are refused;
 * older ones say nothing, and would keep it for ever. No client asks for a call that only rang.
 */
export class FarewellBook {
  readonly #ports: Ports
  /** By account and name. */
  readonly #farewells = new Map<string, Set<Farewell>>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Tell a device that its call is over. A line tells by being closed. */
  sayEnded(end: CallEnd, error?: ErrorCode): void {
    if (end.kind === 'line') return
    const message = end.tellEnded(error)
    if (!end.canResume) this.#keep(end, message)
  }

  /** Tell a device that rings to stop. */
  sayCancelled(end: CallEnd, reason: CancelReason): void {
    if (end.kind === 'device') this.#keep(end, end.tellCancelled(reason))
  }

  /** A device is there again, or another one of the same person: a client takes no notice of a call that it does not know. */
  repeatTo({ id, grant: { accountSid, identity, clientNames } }: Device): void {
    for (const name of new Set([identity, ...clientNames])) {
      for (const { leg, message, toldIds } of this.#farewells.get(personKey(accountSid, name)) ?? []) {
        if (toldIds.has(id)) continue
        toldIds.add(id)
        sendSignal(this.#ports, leg, id, message)
      }
    }
  }

  #keep({ connectionIds, identity, leg }: DeviceEnd, message: CallGatewayMessage): void {
    const key = personKey(leg.accountSid, identity)
    const farewell = { leg, message, toldIds: new Set(connectionIds) }
    const farewells = this.#farewells.get(key) ?? new Set()
    this.#farewells.set(key, farewells.add(farewell))
    this.#ports.clock.after(memoryMs, () => {
      farewells.delete(farewell)
      if (farewells.size === 0) this.#farewells.delete(key)
    })
  }
}

/** @param name - undefined for whoever has none */
function personKey(accountSid: AccountSid, name: string | undefined): string {
  return name === undefined ? accountSid : `${accountSid}/${name}`
}
