import { textOf } from './claim-text.js'
import { isClientName } from './client-name.js'
import type { Param } from './params-parsing.js'
import { createRemark, type Remark } from './remark.js'
import type { ParsedScope, ParsedScopes } from './scope-parsing.js'
import type { JsonObject } from './strict-json.js'

/**
 * Read what an access token's voice grant allows, as scopes of the same shape that capability tokens have.
 *
 * @param payload - the claims; `grants.identity` is the client name, `grants.voice` what it may do
 */
export function readAccessScopes(payload: JsonObject): ParsedScopes {
  const grants = asObject(payload['grants'])
  const voice = asObject(grants?.['voice'])
  if (voice === undefined) return { scopes: [], remarks: [createRemark('no-voice-grant')] }
  const identity = textOf(grants?.['identity'])
  const remarks: Remark[] = []
  const scopes = [readIncoming(voice, identity, remarks), readOutgoing(voice, identity)].filter(
    (scope) => scope !== undefined,
  )
  if (identity !== undefined && !isClientName(identity, 'portable')) remarks.push(createRemark('client-name'))
  return { scopes: Object.freeze(scopes), remarks }
}

function readIncoming(voice: JsonObject, identity: string | undefined, remarks: Remark[]): ParsedScope | undefined {
  if (asObject(voice['incoming'])?.['allow'] !== true) return undefined
  if (identity !== undefined) return Object.freeze({ kind: 'incoming', clientName: identity })
  remarks.push(createRemark('missing-key'))
  return undefined
}

function readOutgoing(voice: JsonObject, clientName: string | undefined): ParsedScope | undefined {
  const outgoing = asObject(voice['outgoing'])
  const applicationSid = textOf(outgoing?.['application_sid'])
  if (applicationSid === undefined) return undefined
  const params = Object.freeze(Object.entries(asObject(outgoing?.['params']) ?? {}).map(toParam))
  return Object.freeze({ kind: 'outgoing', applicationSid, clientName, params })
}

function toParam([name, value]: [string, unknown]): Param {
  return Object.freeze([name, typeof value === 'string' ? value : JSON.stringify(value)] as const)
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}
