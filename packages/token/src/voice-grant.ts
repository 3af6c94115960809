import { badArgument } from './argument-error.js'
import { checkParams, type Params } from './params.js'
import { checkSid } from './sid.js'

/** A grant of an access token: a key and what stands under it. */
export interface Grant {
  readonly key: string
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
  readonly incoming?: { readonly allow: true }
  readonly outgoing?: { readonly application_sid: string; readonly params?: Params }
  readonly push_credential_sid?: string
  readonly endpoint_id?: string
}

/**
 * The right to make and receive calls, for an access token: the API of `twilio.jwt.AccessToken.VoiceGrant`.
 *
 * @throws TokenArgumentError with code `type`, `range` or `sid`
 */
export class VoiceGrant implements Grant {
  readonly key: 'voice' = 'voice' as const
  readonly incomingAllow: boolean | undefined
  readonly outgoingApplicationSid: string | undefined
  readonly outgoingApplicationParams: Params | undefined
  readonly pushCredentialSid: string | undefined
  readonly endpointId: string | undefined

  constructor(options?: VoiceGrantOptions | null) {
    const { incomingAllow, outgoingApplicationSid: sid, outgoingApplicationParams: params } = options ?? {}
    const { pushCredentialSid, endpointId } = options ?? {}
    this.incomingAllow = checkOptional('options.incomingAllow', incomingAllow, 'boolean')
    if (sid !== undefined) this.outgoingApplicationSid = checkSid('options.outgoingApplicationSid', sid, 'AP')
    if (params !== undefined) {
      checkParams('options.outgoingApplicationParams', params)
      this.outgoingApplicationParams = Object.freeze({ ...params })
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
