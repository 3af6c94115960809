import type { AddressFamily } from '../presence/address-family.js'

/** The few things that a connection does with its WebSocket. */
export interface DeviceSocket {
  send(text: string): void
  close(code: number, reason: string): void
  /** Drop without a farewell. */
  terminate(): void
  /** Bytes that were sent and that the device has not read. */
  readonly bufferedAmount: number
  /** Undefined when that is not known any more. */
  readonly addressFamily: AddressFamily | undefined
  /** The host that the device dialled, with its port if that was said; undefined if neither was. */
  readonly host: string | undefined
}
