/**
 * Envelope versions of the signalling protocol: 1.2 and 1.4 by legacy twilio.js, 1.5 by `twilio-client` 1.x, 1.6 by
 * `@twilio/voice-sdk` 2.x. A client states its version in every message; that of `listen` holds for the socket.
 */
export const protocolVersions = ['1.2', '1.4', '1.5', '1.6'] as const

/** One of {@link protocolVersions}. */
export type ProtocolVersion = (typeof protocolVersions)[number]

/** What a gateway may send to a client of one version, and what it may expect. */
export interface ProtocolFeatures {
  /** Reconnect tokens are understood: a call survives the loss of its socket by `invite` with `reconnect`. */
  readonly resume: boolean
  /** `message` and `ack` are understood. */
  readonly callMessages: boolean
  /** `ringing` with an SDP is early media; before 1.6 a client may take it for the answer. */
  readonly earlyMedia: boolean
  /** `register` may be refused with `error` and `offline`; before 1.6 outgoing-only pages wait for `ready` for ever. */
  readonly registerRefusal: boolean
}

const legacy: ProtocolFeatures = Object.freeze({
  resume: false,
  callMessages: false,
  earlyMedia: false,
  registerRefusal: false,
})

/** Features of each version. */
export const protocolFeatures: Readonly<Record<ProtocolVersion, ProtocolFeatures>> = Object.freeze({
  '1.2': legacy,
  '1.4': legacy,
  '1.5': legacy,
  '1.6': Object.freeze({ resume: true, callMessages: true, earlyMedia: true, registerRefusal: true }),
})

/**
 * Choose the version to speak with a client: the newest known one that is not newer than `text`, else the oldest, so
 * that an unknown client is sent the least.
 *
 * @param text - `version` of a client's `listen`, e.g. `1.6`
 */
export function chooseProtocolVersion(text: string): ProtocolVersion {
  const rank = rankOf(text)
  return protocolVersions.findLast((version) => rankOf(version) <= rank) ?? protocolVersions[0]
}

function rankOf(text: string): number {
  const [, major = '0', minor = '0'] = /^(\d{1,3})\.(\d{1,3})$/.exec(text) ?? []
  return Number(major) * 1_000 + Number(minor)
}
