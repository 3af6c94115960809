import type { Param } from './params-parsing.js'
import type { Remark } from './remark.js'
import type { ParsedScopes, StreamScope } from './scope-parsing.js'

/** The right to call out. */
export interface OutgoingGrant {
  /** The TwiML application whose VoiceUrl answers. */
  readonly applicationSid: string
  /** The name that calls come from. */
  readonly clientName: string | undefined
  /** Signed parameters for the VoiceUrl, in the order written, repeated names kept. */
  readonly params: readonly Param[]
}

/** What a verified token allows. Deeply frozen. */
export interface CapabilityGrant {
  /** What sort of token it was. */
  readonly kind: 'capability' | 'access'
  /** The account that it speaks for. */
  readonly accountSid: string
  /** The API key that signed, for an access token. */
  readonly apiKeySid: string | undefined
  /** The position, among the keys offered, of the one that signed: 1 is the secondary auth token during a rotation. */
  readonly keyIndex: number
  /** The names that the device may receive calls as, in the order granted. Empty: it may receive none. */
  readonly clientNames: readonly string[]
  /** Who the device is: the first name it may receive as, else the name it calls under. */
  readonly identity: string | undefined
  /** Undefined: the device may not call out. */
  readonly outgoing: OutgoingGrant | undefined
  /** Event streams that may be subscribed to. */
  readonly eventStreams: readonly StreamScope[]
  /** Whole Unix seconds; undefined when the token does not say. */
  readonly issuedAt: number | undefined
  /** Whole Unix seconds. From this moment the token starts nothing more. */
  readonly expiresAt: number
  /** The token's own id (`jti`), by which it can be revoked. */
  readonly tokenId: string | undefined
  /** What was unusual and accepted. */
  readonly remarks: readonly Remark[]
}

/** What scopes allow, put together. */
export type Rights = Pick<CapabilityGrant, 'clientNames' | 'identity' | 'outgoing' | 'eventStreams' | 'remarks'>

// Shared, for most grants have neither event streams nor remarks, and freezing is not free.
const none: readonly never[] = Object.freeze([])

/** Put the scopes of a token together. Of several outgoing scopes the first counts; a verifier refuses them before. */
export function combineScopes({ scopes, remarks }: ParsedScopes): Rights {
  const clientNames: string[] = []
  let eventStreams: readonly StreamScope[] = none
  let outgoing: OutgoingGrant | undefined
  for (const scope of scopes) {
    if (scope.kind === 'incoming') {
      if (!clientNames.includes(scope.clientName)) clientNames.push(scope.clientName)
    } else if (scope.kind === 'event-stream') eventStreams = [...eventStreams, Object.freeze(scope)]
    else if (scope.kind === 'outgoing') outgoing ??= toOutgoingGrant(scope)
  }
  return {
    clientNames: Object.freeze(clientNames),
    identity: clientNames[0] ?? outgoing?.clientName,
    outgoing,
    eventStreams: eventStreams === none ? none : Object.freeze(eventStreams),
    remarks: remarks.length === 0 ? none : Object.freeze(remarks),
  }
}

function toOutgoingGrant({ applicationSid, clientName, params }: OutgoingGrant): OutgoingGrant {
  return Object.freeze({ applicationSid, clientName, params })
}
