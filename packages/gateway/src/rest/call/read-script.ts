import type { CallScript } from '../../call/application/call-script.js'
import type { HttpMethod } from '../../http-method.js'
import { RestError } from '../error/rest-error.js'
import type { ScriptBody } from './call-body.js'

/**
 * The script that a request gives: `Url` comes before `Twiml`. Undefined if it gives neither.
 *
 * @throws RestError 21205 for a fallback without either
 */
export function readScript(body: ScriptBody): CallScript | undefined {
  const fallback = addressOf(body.FallbackUrl, body.FallbackMethod)
  const address = addressOf(body.Url, body.Method)
  if (address !== undefined) return { document: { address }, fallback }
  if (body.Twiml !== undefined) return { document: { twiml: body.Twiml }, fallback }
  if (fallback === undefined) return undefined
  throw new RestError(21205, 'FallbackUrl needs Url or Twiml.')
}

function addressOf(
  url: string | null | undefined,
  method: HttpMethod = 'POST',
): { readonly url: string; readonly method: HttpMethod } | undefined {
  return url === null || url === undefined ? undefined : { url, method }
}
