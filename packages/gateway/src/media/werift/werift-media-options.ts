/** An inclusive range of UDP ports, 1 to 65535. */
export interface PortRange {
  readonly min: number
  readonly max: number
}

/** How the engine meets the network. */
export interface WeriftMediaOptions {
  /** Each endpoint takes one port of the range, on every address it listens on. Default 10000 to 20000. */
  readonly udpPortRange: PortRange
  /**
   * The addresses of this machine to receive media on. Empty (the default): every IPv4 address that is neither loopback
   * nor link-local; failing that every such IPv6 address; failing that loopback.
   */
  readonly listenAddresses: readonly string[]
  /**
   * What the candidates say instead of the addresses listened on, best first: the public address of a NAT that forwards
   * the port range unchanged. Name private addresses as well if devices on the inside are to reach them. Default empty.
   */
  readonly announcedAddresses: readonly string[]
  /** Also receive on, and announce, the loopback address: for devices on this very machine. Default false. */
  readonly includeLoopback: boolean
  /**
   * How long a device may send neither packets nor connectivity checks before it is lost, in milliseconds. Default 60000:
   * the official SDKs notice a loss after six seconds and restart ICE for thirty more, and the page is told why they gave
   * up; consent to send (RFC 7675 §5.1, thirty seconds) begins anew with each restart.
   */
  readonly lossTimeoutMs: number
}

/** The defaults of {@link WeriftMediaOptions}. */
export const defaultWeriftMediaOptions: WeriftMediaOptions = Object.freeze({
  udpPortRange: Object.freeze({ min: 10_000, max: 20_000 }),
  listenAddresses: Object.freeze([]),
  announcedAddresses: Object.freeze([]),
  includeLoopback: false,
  lossTimeoutMs: 60_000,
})
