import type { ReplyHeaders } from './exchange.js'
import type { ShownHeader } from './webhook.js'

/** Bounds of what is shown of the header fields of an answer. */
export const shownHeaderLimits = Object.freeze({
  /** Longer values are cut. */
  maxValueLength: 500,
  /** Names and values in all; fields beyond it are left out. */
  maxTotalLength: 4_096,
})

/** What stands in place of a value that opens something. */
const redactedValue = '(redacted)'

/** Fields with cookies, credentials, tokens and challenges, whatever their makers call them. */
const secretName = /cookie|auth|token|secret|passw|signature|session|credential|jwt|csrf|xsrf|nonce|key/

/** Fields with URLs, whose queries may hold secrets (RFC 9110 §10.2.2, §8.7; RFC 8288; HTML, "Refresh"). */
const urlNames: ReadonlySet<string> = new Set(['location', 'content-location', 'link', 'refresh'])

/** Say what may be shown of the header fields of an answer, under names as they are usually written. */
export function showHeaders(headers: ReplyHeaders): readonly ShownHeader[] {
  const shown: ShownHeader[] = []
  let length = 0
  for (const [name, values = []] of Object.entries(headers)) {
    for (const value of typeof values === 'string' ? [values] : values) {
      const field = [capitalise(name), showValue(name, value)] as const
      length += field[0].length + field[1].length
      if (length > shownHeaderLimits.maxTotalLength) return shown
      shown.push(field)
    }
  }
  return shown
}

function showValue(name: string, value: string): string {
  if (secretName.test(name)) return redactedValue
  const text = urlNames.has(name) ? withoutSecrets(value) : value
  const { maxValueLength } = shownHeaderLimits
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}

/** Cuts user info, queries and fragments, also of URLs that are relative or stand among other text. */
function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/?#\s<>"']*@/g, '//').replace(/[?#][^\s<>"',;]*/g, '')
}

function capitalise(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}
