import { readAccessScopes } from './access-scopes.js'
import { isClientName, maxClientNameLength } from './client-name.js'
import type { RemarkCode } from './remark.js'
import { type ParsedScopes, readScopes } from './scope-parsing.js'
import { isSid } from './sid.js'
import type { JsonObject } from './strict-json.js'
import { TokenError, type TokenErrorCode } from './token-error.js'
import type { ResolvedRules } from './verify-options.js'

/** Remarks that no verifier may wave through. */
const refusedRemarks: Partial<Record<RemarkCode, TokenErrorCode>> = {
  'malformed-scope': 'scope',
  'several-outgoing': 'ambiguous-scope',
  'repeated-key': 'ambiguous-scope',
  'unexpected-key': 'ambiguous-scope',
}

/**
 * Read the scopes of a payload whose signature holds, and hold them against the rules.
 *
 * @throws TokenError with code `claims`, `scope`, `ambiguous-scope` or `client-name`
 */
export function checkScopes(payload: JsonObject, kind: 'capability' | 'access', rules: ResolvedRules): ParsedScopes {
  const parsed = kind === 'access' ? readAccessScopes(payload) : readCapabilityScopes(payload)
  for (const { code } of parsed.remarks) {
    const refusal = refusedRemarks[code]
    if (refusal !== undefined) throw new TokenError(refusal)
  }
  checkNames(parsed, rules)
  if (rules.strictSids === true) checkApplicationSids(parsed)
  return parsed
}

function readCapabilityScopes(payload: JsonObject): ParsedScopes {
  const { scope: claim = '' } = payload
  if (typeof claim !== 'string') throw new TokenError('claims', 'Its scope is not a text.')
  return readScopes(claim)
}

// Halves of surrogate pairs too: in UTF-8 they all become the same character, so two names would become one.
const forbiddenCharacter = /[\p{Cc}\p{Cs}]/u

function checkNames({ scopes }: ParsedScopes, { clientNameRule, maxClientNames }: ResolvedRules): void {
  for (const scope of scopes) {
    if (scope.kind !== 'incoming' && scope.kind !== 'outgoing') continue
    if (scope.clientName !== undefined && !isAllowedName(scope.clientName, clientNameRule))
      throw new TokenError('client-name')
  }
  if (maxClientNames === undefined) return
  const names = new Set(scopes.filter((scope) => scope.kind === 'incoming').map(({ clientName }) => clientName))
  if (names.size > maxClientNames) {
    throw new TokenError('ambiguous-scope', `It grants more client names than ${maxClientNames}.`)
  }
}

function isAllowedName(name: string, rule: ResolvedRules['clientNameRule']): boolean {
  if (rule !== undefined) return isClientName(name, rule)
  return isClientName(name, 'portable') || (name.length <= maxClientNameLength && !forbiddenCharacter.test(name))
}

function checkApplicationSids({ scopes }: ParsedScopes): void {
  for (const scope of scopes) {
    if (scope.kind === 'outgoing' && !isSid(scope.applicationSid, 'AP', true)) {
      throw new TokenError('scope', 'Its application SID is malformed.')
    }
  }
}
