import { hmacSha1 } from './hashing.js'
import type { Hop } from './hop.js'
import { signedUrl, signWebhook } from './signature.js'

/** What a request carries beside its URL and form. */
export interface RequestHeaderValues {
  readonly authToken: string
  /** Keep the port of https URLs in the signature. */
  readonly signsHttpsPort: boolean
  /** The same on every try of one request. */
  readonly idempotencyToken: string
  readonly userAgent: string
  readonly cookie: string | undefined
  readonly authorization: string | undefined
}

/** The header fields of a webhook request, as Twilio sends them but for the user agent. */
export function requestHeaders(hop: Hop, values: RequestHeaderValues): Readonly<Record<string, string>> {
  const params = Object.fromEntries(hop.form ?? [])
  const signed = { url: signedUrl(hop.url, values.signsHttpsPort), params }
  return {
    Accept: '*/*',
    // Without it a server may compress (RFC 9110 §12.5.3), and a document is small.
    'Accept-Encoding': 'identity',
    'Cache-Control': 'max-age=259200',
    'User-Agent': values.userAgent,
    'I-Twilio-Idempotency-Token': values.idempotencyToken,
    'X-Twilio-Signature': signWebhook(signed, values.authToken, hmacSha1),
    ...(hop.form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
    ...(values.cookie !== undefined && { Cookie: values.cookie }),
    ...(values.authorization !== undefined && { Authorization: values.authorization }),
  }
}
