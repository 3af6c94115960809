import type { OutgoingGrant, Param, Remark, StreamScope, TokenKind } from '@ringdown/token'
import { describeDistance, formatMoment } from './moment-text.js'
import type { Row } from './table.js'
import { escapeText, quoteText } from './terminal-text.js'
import type { TokenFacts } from './token-facts.js'

const kindNames: Readonly<Record<TokenKind, string>> = {
  capability: 'Capability token',
  access: 'Access token',
  taskrouter: 'TaskRouter token',
}

/** Lay out what a token says as the rows of a table. Whatever the token's author wrote is quoted and escaped. */
export function toRows(facts: TokenFacts, nowSeconds: number): readonly Row[] {
  const rows: readonly (Row | undefined)[] = [
    row('Kind', [kindNames[facts.kind]]),
    row('Account', [facts.accountSid === undefined ? 'not named' : quoteText(facts.accountSid)]),
    row('API key', list(facts.apiKeySid)),
    row('Token id', list(facts.tokenId)),
    momentRow('Issued', facts.issuedAt, nowSeconds),
    momentRow('Valid from', facts.notBefore, nowSeconds),
    expiryRow(facts, nowSeconds),
    row('Incoming', facts.clientNames.length > 0 ? facts.clientNames.map(describeName) : ['no calls']),
    row('Outgoing', facts.outgoing.length > 0 ? facts.outgoing.flatMap(describeOutgoing) : ['no calls']),
    row('Event stream', facts.eventStreams.flatMap(describeStream)),
    row('Unknown scope', facts.unknownScopes.map(quoteText)),
    row('Other claims', Object.entries(facts.extraClaims).map(describeClaim)),
    row('Remarks', describeRemarks(facts.remarks)),
  ]
  return rows.filter((each) => each !== undefined)
}

function row(label: string, entries: readonly string[]): Row | undefined {
  return entries.length === 0 ? undefined : { label, entries }
}

function list(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [quoteText(text)]
}

function momentRow(label: string, seconds: number | undefined, nowSeconds: number): Row | undefined {
  if (seconds === undefined) return undefined
  return row(label, [`${describeDistance(seconds - nowSeconds)} (${formatMoment(seconds)})`])
}

function expiryRow({ expiresAt }: TokenFacts, nowSeconds: number): Row | undefined {
  if (expiresAt === undefined) return row('Expires', ['not stated'])
  return momentRow(expiresAt <= nowSeconds ? 'Expired' : 'Expires', expiresAt, nowSeconds)
}

function describeName(name: string): string {
  return `calls to ${quoteText(name)}`
}

function describeOutgoing({ applicationSid, clientName, params }: OutgoingGrant): readonly string[] {
  const caller = clientName === undefined ? 'without a client name' : `as ${quoteText(clientName)}`
  return [`calls to application ${quoteText(applicationSid)}`, caller, ...params.map((param) => `with ${pair(param)}`)]
}

function describeStream({ path, filters }: StreamScope): readonly string[] {
  return [quoteText(path), ...filters.map((filter) => `where ${pair(filter)}`)]
}

function pair([name, value]: Param): string {
  return `${quoteText(name)} = ${quoteText(value)}`
}

function describeClaim([name, value]: [string, unknown]): string {
  return `${quoteText(name)} = ${escapeText(JSON.stringify(value))}`
}

function describeRemarks(remarks: readonly Remark[]): readonly string[] {
  const scopesByText = new Map<string, number[]>()
  for (const { code, message, scopeIndex } of remarks) {
    const text = `${message} [${code}]`
    const scopes = scopesByText.get(text) ?? []
    scopesByText.set(text, scopeIndex === undefined ? scopes : [...scopes, scopeIndex + 1])
  }
  return [...scopesByText].map(([text, scopes]) => escapeText(`- ${describeScopes(scopes)}${text}`))
}

function describeScopes(scopes: readonly number[]): string {
  const positions = [...new Set(scopes)].join(', ')
  return positions === '' ? '' : `Scope ${positions}: `
}
