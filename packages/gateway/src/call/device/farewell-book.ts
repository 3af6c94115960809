import type { CancelReason, ErrorCode, GatewayMessage } from '@ringdown/protocol'
import type { CallPorts } from '../call-ports.js'
import type { Device } from '../device-directory.js'
import type { DeviceEnd } from '../device-end.js'

/** How long the end of a call is kept for a device that was away; media that stopped ends the call there anyway. */
const memoryMs = 120_000

interface Farewell {
  readonly end: DeviceEnd
  readonly message: GatewayMessage
}

/**
 * The ends of calls that devices could not be told of, because they were away. Clients that can resume ask for a call
 * that they had when they are back, and are refused; older ones say nothing, and would keep it for ever. No client asks
 * for a call that only rang.
 */
export class FarewellBook {
  readonly #ports: Pick<CallPorts, 'clock' | 'devices'>
  readonly #farewells = new Set<Farewell>()

  constructor(ports: Pick<CallPorts, 'clock' | 'devices'>) {
    this.#ports = ports
  }

  /** Tell a device that its call is over. */
  sayEnded(end: DeviceEnd, error?: ErrorCode): void {
    const message = end.tellEnded(error)
    if (!end.canResume) this.#keep(end, message)
  }

  /** Tell a device that rings to stop. */
  sayCancelled(end: DeviceEnd, reason: CancelReason): void {
    this.#keep(end, end.tellCancelled(reason))
  }

  /** A device is there again, or another one of the same person: a client takes no notice of a call that it does not know. */
  repeatTo(device: Device): void {
    for (const { end, message } of this.#farewells)
      if (end.belongsTo(device)) this.#ports.devices.send(device.id, message)
  }

  #keep(end: DeviceEnd, message: GatewayMessage): void {
    if (end.isAttached) return
    const farewell = { end, message }
    this.#farewells.add(farewell)
    this.#ports.clock.after(memoryMs, () => this.#farewells.delete(farewell))
  }
}
