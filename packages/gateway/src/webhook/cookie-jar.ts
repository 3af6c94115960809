import { type Cookie, parseCookie } from 'undici'
import { webhookLimits } from './webhook-limits.js'

/** Keeps what one application's servers set, and says what to send back. */
export interface CookieJar {
  /**
   * @param url - where the answer came from
   * @param setCookies - values of `Set-Cookie`
   * @param now - Unix milliseconds
   */
  keep(url: string, setCookies: readonly string[], now: number): void
  /** The value of `Cookie`; undefined when there is none to send. */
  headerFor(url: string, now: number): string | undefined
}

interface KeptCookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  readonly isHostOnly: boolean
  readonly port: string
  readonly path: string
  readonly isSecure: boolean
  /** Unix milliseconds; infinite for a session cookie. */
  readonly expiresAt: number
}

/**
 * Make a jar: the part of RFC 6265 that concerns a program. It leaves out `HttpOnly` and `SameSite`, which protect
 * against scripts and pages, and the list of public suffixes, for which it refuses domains without a dot. It is stricter
 * in one thing: a cookie goes back to the port it came from (the default ports of http and https count as one), since
 * different applications share `localhost` on development machines.
 */
export function createCookieJar(): CookieJar {
  const kept = new Map<string, KeptCookie>()

  function keepOne(url: URL, setCookie: string, now: number): void {
    const parsed = parseCookie(setCookie)
    const cookie = parsed === null ? undefined : toKeptCookie(url, parsed, now)
    if (cookie === undefined) return
    const key = [cookie.domain, cookie.port, cookie.path, cookie.name].join(';')
    if (cookie.expiresAt <= now) kept.delete(key)
    else kept.set(key, cookie)
    const [oldest] = kept.keys()
    if (kept.size > webhookLimits.maxCookiesPerScope && oldest !== undefined) kept.delete(oldest)
  }

  return {
    keep(url, setCookies, now) {
      const parsed = new URL(url)
      for (const setCookie of setCookies) keepOne(parsed, setCookie, now)
    },
    headerFor(url, now) {
      const parsed = new URL(url)
      const sent = [...kept.values()].filter((cookie) => cookie.expiresAt > now && isFor(cookie, parsed))
      // Longer paths first, then the oldest (RFC 6265 §5.4), which is the order of insertion; the sort is stable.
      sent.sort((a, b) => b.path.length - a.path.length)
      return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ')
    },
  }
}

function toKeptCookie(url: URL, cookie: Cookie, now: number): KeptCookie | undefined {
  const { name, value, secure: isSecure = false } = cookie
  const domain = domainOf(url, cookie)
  if (domain === undefined || name === '' || !isFieldText(name + value)) return undefined
  if (isSecure && url.protocol !== 'https:') return undefined
  return {
    name,
    value,
    domain,
    isHostOnly: cookie.domain !== domain,
    port: url.port,
    path: cookie.path ?? defaultPath(url.pathname),
    isSecure,
    expiresAt: expiryOf(cookie, now),
  }
}

/** Undefined for a domain that the host may not set cookies for. */
function domainOf({ hostname }: URL, { domain = '' }: Cookie): string | undefined {
  if (domain === '' || domain === hostname) return hostname
  return domain.includes('.') && isWithin(hostname, domain) ? domain : undefined
}

/** `Max-Age` wins over `Expires` (RFC 6265 §5.3); an unreadable date is no date. */
function expiryOf({ maxAge, expires }: Cookie, now: number): number {
  if (maxAge !== undefined) return now + maxAge * 1000
  const at = expires === undefined ? Number.NaN : Number(expires)
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at
}

function isFor(cookie: KeptCookie, url: URL): boolean {
  if (cookie.isSecure && url.protocol !== 'https:') return false
  if (cookie.port !== url.port) return false
  const isHost = cookie.domain === url.hostname || (!cookie.isHostOnly && isWithin(url.hostname, cookie.domain))
  return isHost && isUnder(url.pathname, cookie.path)
}

/** Whether a host is a subdomain; an IP address is none, whatever its last characters are. */
function isWithin(host: string, domain: string): boolean {
  return host.endsWith(`.${domain}`) && !/^[\d.]+$|^\[/.test(host)
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

/** RFC 6265 §5.1.4. */
function defaultPath(path: string): string {
  const end = path.lastIndexOf('/')
  return end <= 0 ? '/' : path.slice(0, end)
}

/** What may stand in a header field again; anything else came from a broken or hostile server. */
function isFieldText(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
