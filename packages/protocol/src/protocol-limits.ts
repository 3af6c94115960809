/**
 * Every bound of the wire contract, in one frozen object. `Chars` counts UTF-16 code units (`string.length`), `Bytes`
 * counts UTF-8.
 *
 * Sources: a custom parameter set of 800 bytes is Twilio's documented bound (error 31103); the frame, token, SDP and
 * message bounds are Ringdown's own, each several times what the official SDKs send.
 */
export const protocolLimits = Object.freeze({
  /** One text frame, in either direction. */
  maxFrameBytes: 65_536,
  /** Nesting of objects and arrays in one frame, the envelope included. */
  maxNestingLevels: 16,
  /** `type` of an envelope. */
  maxTypeChars: 64,
  /** `version` of an envelope. */
  maxVersionChars: 16,
  /** Compact JWS in `listen`. */
  maxTokenChars: 16_384,
  /** One session description. */
  maxSdpChars: 32_768,
  /** Query text of custom parameters as it stands on the wire; 800 bytes fit however they are percent-encoded. */
  maxParamsChars: 4_096,
  /** Names and values of one set of custom parameters, decoded and added up. */
  maxCustomParameterBytes: 800,
  /** Call SID, temporary call id or voice event SID. */
  maxIdChars: 64,
  /** Opaque reconnect token. */
  maxReconnectTokenChars: 1_024,
  /** Keys of one `dtmf` message. */
  maxDtmfChars: 64,
  /** Content of one call message: its text, or its JSON text if it is not text. */
  maxContentBytes: 10_240,
  /** Any other text: addresses, reasons, region and host names, content types. */
  maxTextChars: 4_096,
  /** Any number of seconds: the longest delay that a 32-bit millisecond timer can hold. */
  maxDurationSeconds: 2_147_483,
})
