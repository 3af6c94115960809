import { badArgument } from './argument-error.js'
import { copyParams, type Params } from './params.js'
import { checkSid } from './sid.js'

/** A grant of an access token: a key and what stands under it. */
export interface Grant {
  /** The name under which it stands in the claim `grants`; `voice` for a voice grant. */
  readonly key: string
  /** What stands under that name, as JSON. */
  toPayload(): object
}

/** Options of {@link VoiceGrant}. */
export interface VoiceGrantOptions {
  /** `true` lets the device receive calls under the token's identity. */
  readonly incomingAllow?: boolean | undefined
  /** The TwiML application whose VoiceUrl answers outgoing calls. */
  readonly outgoingApplicationSid?: string | undefined
  /** Signed parameters that reach the VoiceUrl; they are only written beside an application SID. */
  readonly outgoingApplicationParams?: Params | undefined
  /** The push credential for notifications of incoming calls. */
  readonly pushCredentialSid?: string | undefined
  /** Names one device among several of the same identity. */
  readonly endpointId?: string | undefined
}

/** What a voice grant says on the wire. */
export interface VoiceGrantPayload {
  /** The device may receive calls under the token's identity. */
  readonly incoming?: { readonly allow: true }
  /** The device may call out to one TwiML application, with signed parameters. */
  readonly outgoing?: { readonly application_sid: string; readonly params?: Params }
  /** The push credential for notifications of incoming calls. */
  readonly push_credential_sid?: string
  /** One device among several of the same identity. */
  readonly endpoint_id?: string
}

/**
 * The right to make and receive calls, for an access token: the API of `twilio.jwt.AccessToken.VoiceGrant`.
 *
 * @throws TokenArgumentError with code `type`, `range` or `sid`
 */
export class VoiceGrant implements Grant {
  /** `voice` */
  readonly key: 'voice' = 'voice' as const
  /** Whether the device may receive calls under the token's identity. */
  readonly incomingAllow: boolean | undefined
  /** The TwiML application whose VoiceUrl answers outgoing calls. */
  readonly outgoingApplicationSid: string | undefined
  /** Signed parameters that reach the VoiceUrl: a frozen copy of those given. */
  readonly outgoingApplicationParams: Params | undefined
  /** The push credential for notifications of incoming calls. */
  readonly pushCredentialSid: string | undefined
  /** One device among several of the same identity. */
  readonly endpointId: string | undefined

  constructor(options?: VoiceGrantOptions | null) {
    const { incomingAllow, outgoingApplicationSid: sid, outgoingApplicationParams: params } = options ?? {}
    const { pushCredentialSid, endpointId } = options ?? {}
    this.incomingAllow = checkOptional('options.incomingAllow', incomingAllow, 'boolean')
    if (sid !== undefined) this.outgoingApplicationSid = checkSid('options.outgoingApplicationSid', sid, 'AP')
    if (params !== undefined) {
      this.outgoingApplicationParams = copyParams('options.outgoingApplicationParams', params)
    }
    this.pushCredentialSid = checkOptional('options.pushCredentialSid', pushCredentialSid, 'string')
    this.endpointId = checkOptional('options.endpointId', endpointId, 'string')
  }

  /** The grant as the token carries it. */
  toPayload(): VoiceGrantPayload {
    const params = this.outgoingApplicationParams
    return {
      ...(this.incomingAllow === true && { incoming: { allow: true } }),
      ...(this.outgoingApplicationSid !== undefined && {
        outgoing: { application_sid: this.outgoingApplicationSid, ...(params && { params }) },
      }),
      ...(this.pushCredentialSid !== undefined && { push_credential_sid: this.pushCredentialSid }),
      ...(this.endpointId !== undefined && { endpoint_id: this.endpointId }),
    }
  }
}

function checkOptional<T extends string | boolean>(
  argument: string,
  value: T | undefined,
  type: string,
): T | undefined {
  if (value === undefined || typeof value === type) return value
  throw badArgument('type', argument, value, `a ${type}`)
}
