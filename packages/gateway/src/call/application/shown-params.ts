import { redactUrl } from '../../webhook/target.js'
import type { RequestParams } from './request-params.js'

/** What may be shown of a request's parameters: `ErrorUrl` is a URL, whose query may hold secrets. */
export function shownParams(params: RequestParams): RequestParams {
  const { ErrorUrl: url } = params
  return url === undefined || !URL.canParse(url) ? params : { ...params, ErrorUrl: redactUrl(url) }
}
