/** What a client signs in with. */
export interface BasicCredentials {
  /** An account SID, or the SID of an API key. */
  readonly username: string
  /** The auth token, or the secret of the key. */
  readonly password: string
}

/** Read an Authorization header of the scheme Basic (RFC 7617); undefined if it is anything else. */
export function readBasicCredentials(header: string | undefined): BasicCredentials | undefined {
  const [, encoded] = /^Basic +([\w+/=-]+) *$/i.exec(header ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) }
}
