import { type ErrorCode, errorCatalogue } from '@ringdown/protocol'
import { absentResourceOf } from './absent-resource.js'

/** What an error says besides its code. */
export interface RestErrorOptions {
  /** The whole text, where it is not that of the catalogue. */
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * An answer that is an error. Code and HTTP status are those of the error catalogue; the message begins with its text,
 * since that is what people look for, and a detail follows. Neither may hold a secret: they go to the client.
 */
export class RestError extends Error {
  override readonly name = 'RestError'
  readonly code: ErrorCode
  /** HTTP status, 400 or more. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, detail?: string, { message, headers = {} }: RestErrorOptions = {}) {
    const { message: text, httpStatus = 400 } = errorCatalogue[code]
    super(message ?? (detail === undefined ? text : `${text.replace(/\.$/, '')}: ${detail}`))
    this.code = code
    this.status = httpStatus
    this.headers = headers
  }
}

/** There is no such path, or no such thing under it (20404). */
export function notFound({ url }: { readonly url: string }): RestError {
  const path = url.split('?', 1)[0] ?? ''
  const resource = absentResourceOf(path)
  const why = resource === undefined ? '' : `: ${resource} is not part of this gateway`
  return new RestError(20404, undefined, { message: `The requested resource ${path} was not found${why}` })
}
