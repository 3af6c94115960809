import type { ErrorCode } from '@ringdown/protocol'
import { type ExchangeFailure, failureOf } from '../exchange.js'
import { RefusedAddressError } from './guarded-lookup.js'

/** How far a connection has come. */
export type ConnectionStage = 'lookup' | 'tcp' | 'tls'

/** What to say of a connection that was not made in time. */
export function connectTimeoutFailure(place: string, stage: ConnectionStage, timeoutMs: number): ExchangeFailure {
  const { code, fact } = timeouts[stage]
  return failureOf(code, `${fact} ${place} within ${timeoutMs} ms.`, 'ct')
}

const timeouts = {
  lookup: { code: 11210, fact: 'No address was found for' },
  tcp: { code: 11201, fact: 'No connection was made to' },
  tls: { code: 11220, fact: 'The TLS handshake was not finished with' },
} as const satisfies Record<ConnectionStage, { readonly code: ErrorCode; readonly fact: string }>

/** What to say of an address that the guard refuses. */
export function refusedAddressFailure(place: string, refusal: string): ExchangeFailure {
  const fact = `${place} leads to ${refusal}, to which this gateway does not connect.`
  const advice = "Use another host, or ask the gateway's operator."
  return { code: 11210, text: `${fact} ${advice}`, retryCause: undefined }
}

/** What to say of an error on the way to a connection: Node's codes, and OpenSSL's in Node's spelling. */
export function connectionFailure(place: string, stage: ConnectionStage, error: Error): ExchangeFailure {
  if (error instanceof RefusedAddressError) return refusedAddressFailure(place, error.refusal)
  const systemCode = codeOf(error)
  const known = failuresByCode[systemCode]
  if (known !== undefined) {
    const { code, fact, isRetried = false } = known
    return failureOf(code, `${fact} ${place} (${systemCode}).`, isRetried ? 'ct' : undefined)
  }
  if (stage === 'lookup') return failureOf(11210, `No address was found for ${place} (${systemCode}).`)
  if (stage === 'tls') {
    return failureOf(11220, `The TLS handshake failed with ${place} (${systemCode}).`, tlsRetryCause(systemCode))
  }
  const fact = `The connection could not be made to ${place} (${systemCode}).`
  return { code: 11205, text: `${fact} Check that the gateway can reach the host and port.`, retryCause: 'ct' }
}

interface KnownFailure {
  readonly code: ErrorCode
  /** To be read before the place. */
  readonly fact: string
  /** Whether another try may help. */
  readonly isRetried?: boolean
}

const noPath: KnownFailure = { code: 11237, fact: 'No trusted authority vouches for the certificate of' }

const failuresByCode: Readonly<Record<string, KnownFailure>> = {
  ETIMEDOUT: { code: 11201, fact: 'No connection was made in time to', isRetried: true },
  ECONNREFUSED: { code: 11202, fact: 'The connection was refused by', isRetried: true },
  EAI_AGAIN: { code: 11210, fact: 'The name server did not answer about', isRetried: true },
  ENOTFOUND: { code: 11210, fact: 'No address was found for' },
  ERR_TLS_CERT_ALTNAME_INVALID: { code: 11235, fact: 'The certificate names another host than' },
  CERT_HAS_EXPIRED: { code: 11236, fact: 'The certificate has expired of' },
  CERT_NOT_YET_VALID: { code: 11236, fact: 'The certificate is not valid yet of' },
  DEPTH_ZERO_SELF_SIGNED_CERT: noPath,
  SELF_SIGNED_CERT_IN_CHAIN: noPath,
  UNABLE_TO_GET_ISSUER_CERT: noPath,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: noPath,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: noPath,
  CERT_UNTRUSTED: noPath,
  CERT_CHAIN_TOO_LONG: noPath,
  INVALID_CA: noPath,
}

/** A server that drops the connection during the handshake may be restarting; one that speaks no TLS will not learn it. */
function tlsRetryCause(systemCode: string): ExchangeFailure['retryCause'] {
  return systemCode === 'ECONNRESET' ? 'ct' : undefined
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
