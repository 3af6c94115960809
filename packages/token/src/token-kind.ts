import type { JsonObject } from './strict-json.js'

/** The kinds of token that a Twilio account signs with its auth token or an API key. */
export type TokenKind = 'capability' | 'access' | 'taskrouter'

/** The content type that marks an access token in its header (`cty`). */
export const accessTokenContentType = 'twilio-fpa;v=1'

/**
 * Tell what a token is from its claims.
 *
 * @param isAccessToken - what its header says
 */
export function tokenKindOf(payload: JsonObject, isAccessToken: boolean): TokenKind {
  if (isAccessToken) return 'access'
  const isTaskRouter = payload['scope'] === undefined && ('policies' in payload || 'workspace_sid' in payload)
  return isTaskRouter ? 'taskrouter' : 'capability'
}
