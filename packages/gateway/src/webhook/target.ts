/** User info of a URL, decoded. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** A URL taken apart. */
export interface Target {
  /** Absolute and normalised (WHATWG URL), without user info and fragment: what is fetched and signed. */
  readonly url: string
  /** Scheme, host and port. */
  readonly origin: string
  readonly credentials: Credentials | undefined
  /** With its `#`, or empty. */
  readonly fragment: string
}

/**
 * Normalise a URL once, so that the string that is signed is the string that is fetched.
 *
 * @returns undefined unless it is a valid http or https URL
 */
export function parseTarget(text: string, base?: string): Target | undefined {
  if (!URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  const { username, password, hash } = url
  url.username = ''
  url.password = ''
  url.hash = ''
  const credentials = username === '' && password === '' ? undefined : decodeCredentials(username, password)
  return { url: url.href, origin: url.origin, credentials, fragment: hash }
}

/** A URL with form parameters behind its own query. */
export function appendToQuery(text: string, form: URLSearchParams): string {
  if (form.size === 0) return text
  const url = new URL(text)
  url.search = url.search === '' ? form.toString() : `${url.search}&${form.toString()}`
  return url.href
}

/** The request target of HTTP/1.1 (RFC 9112 §3.2.1): everything behind the authority, a bare `?` included. */
export function requestPath(url: string): string {
  return url.slice(new URL(url).origin.length)
}

/** What may be shown of an http or https URL: no user info, query or fragment. */
export function redactUrl(text: string): string {
  const { origin, pathname } = new URL(text)
  return origin + pathname
}

function decodeCredentials(username: string, password: string): Credentials {
  return { username: decodePercent(username), password: decodePercent(password) }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign is legal in a URL and stands for itself.
    return text
  }
}
