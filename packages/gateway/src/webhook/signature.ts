/** HMAC-SHA1 in base64 of `data`, with both arguments in UTF-8. */
export type HmacSha1 = (key: string, data: string) => string

/** Form parameters as a signature covers them; several values of one name are a list. */
export type SignedParams = Readonly<Record<string, string | readonly string[]>>

/** What a signature is made over. */
export interface SignedRequest {
  /** As sent: absolute, with its query, without user info and fragment. */
  readonly url: string
  /** The decoded parameters of a form body; none for GET, and for a body that `bodySHA256` in the query stands for. */
  readonly params: SignedParams
}

/**
 * The value of `X-Twilio-Signature` (Twilio, "Webhooks Security: Validating Signatures").
 *
 * @param request - what is sent
 * @param authToken - the account's primary auth token
 * @param hmacSha1 - the platform's HMAC
 * @returns 28 characters of base64
 */
export function signWebhook({ url, params }: SignedRequest, authToken: string, hmacSha1: HmacSha1): string {
  // Names in the order of UTF-16 code units: that of the official validators for JavaScript, Java and C#, and the same
  // as byte order for every name without characters beyond the Basic Multilingual Plane.
  const pairs = Object.keys(params)
    .sort()
    .flatMap((name) => uniqueValues(params[name]).map((value) => name + value))
  return hmacSha1(authToken, url + pairs.join(''))
}

/**
 * The URL that a signature covers. Twilio's voice webhooks sign an https URL without its port; official validators try
 * both since 3.x, older ones only the URL as the application sees it.
 *
 * @param url - as sent
 * @param signsHttpsPort - keep the port, for applications that validate with an old library
 */
export function signedUrl(url: string, signsHttpsPort: boolean): string {
  const parsed = new URL(url)
  if (parsed.protocol !== 'https:' || parsed.port === '' || signsHttpsPort) return url
  parsed.port = ''
  return parsed.href
}

function uniqueValues(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : [...new Set(value)].sort()
}
