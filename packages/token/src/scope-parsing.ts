import { isClientName } from './client-name.js'
import { decodeForm } from './form-decoding.js'
import { type Param, parsePair, parseParams } from './params-parsing.js'
import { createRemark, type Remark, type RemarkCode } from './remark.js'

/** The right to receive calls under a name. */
export interface IncomingScope {
  readonly kind: 'incoming'
  readonly clientName: string
}

/** The right to call out to one application. */
export interface OutgoingScope {
  readonly kind: 'outgoing'
  readonly applicationSid: string
  /** The name that calls come from. */
  readonly clientName: string | undefined
  /** Signed parameters in the order written, repeated names kept. */
  readonly params: readonly Param[]
}

/** The right to subscribe to the event stream. */
export interface StreamScope {
  readonly kind: 'event-stream'
  readonly path: string
  readonly filters: readonly Param[]
}

/** A scope that Twilio Client does not know, or text that is none, as it stands in the claim. */
export interface UnknownScope {
  readonly kind: 'unknown'
  readonly uri: string
}

/** One scope of a token. */
export type ParsedScope = IncomingScope | OutgoingScope | StreamScope | UnknownScope

/** The scopes of a token in the order written, identical ones once, and what there is to say about them. */
export interface ParsedScopes {
  readonly scopes: readonly ParsedScope[]
  readonly remarks: readonly Remark[]
}

type Note = (code: RemarkCode) => void

/** The keys of one scope URI, decoded once; `params` and `appParams` still hold an encoded list. */
type Query = ReadonlyMap<string, string>

/**
 * Read a scope claim as any official library ever wrote it. Never throws: what cannot be read is kept verbatim and
 * remarked upon.
 *
 * @param claim - scope URIs joined by spaces; empty means no scopes
 */
export function parseScopes(claim: string): ParsedScopes {
  const remarks: Remark[] = []
  const scopes = new Map<string, ParsedScope>()
  let outgoing: ParsedScope | undefined
  // Unencoded names may hold spaces: only a space before a scope URI separates.
  for (const [scopeIndex, uri] of (claim === '' ? [] : claim.split(/ (?=scope:)/)).entries()) {
    const note: Note = (code) => remarks.push(Object.freeze({ ...createRemark(code), scopeIndex }))
    if (scopes.has(uri)) {
      note('duplicate-scope')
      continue
    }
    const scope = Object.freeze(parseScopeUri(uri, note))
    scopes.set(uri, scope)
    if (scope.kind !== 'outgoing') continue
    if (outgoing !== undefined && JSON.stringify(outgoing) !== JSON.stringify(scope)) note('several-outgoing')
    outgoing = scope
  }
  return { scopes: Object.freeze([...scopes.values()]), remarks }
}

const scopeUri = /^scope:([A-Za-z0-9_-]+:[A-Za-z0-9_-]+)(?:\?(.*))?$/s

function parseScopeUri(uri: string, note: Note): ParsedScope {
  const [, name, query = ''] = scopeUri.exec(uri) ?? []
  if (name === undefined) note('malformed-scope')
  else if (name === 'client:incoming') return parseIncoming(uri, query, note)
  else if (name === 'client:outgoing') return parseOutgoing(uri, query, note)
  else if (name === 'stream:subscribe') return parseStream(query, note)
  else note('unknown-scope')
  return { kind: 'unknown', uri }
}

function parseIncoming(uri: string, text: string, note: Note): ParsedScope {
  const { query, strays } = parseQuery(text, ['clientName'], note)
  if (strays.length > 0) note('unexpected-key')
  const clientName = query.get('clientName') ?? ''
  if (clientName === '') {
    note('missing-key')
    return { kind: 'unknown', uri }
  }
  remarkOnName(clientName, note)
  return { kind: 'incoming', clientName }
}

function parseOutgoing(uri: string, text: string, note: Note): ParsedScope {
  const { query, strays } = parseQuery(text, ['appSid', 'clientName', 'appParams'], note)
  const applicationSid = query.get('appSid') ?? ''
  if (applicationSid === '') {
    note('missing-key')
    return { kind: 'unknown', uri }
  }
  const name = query.get('clientName') ?? ''
  const clientName = name === '' ? undefined : name
  if (clientName !== undefined) remarkOnName(clientName, note)
  const params = Object.freeze([...parseParams(query.get('appParams') ?? '', note), ...readStrays(strays, note)])
  return { kind: 'outgoing', applicationSid, clientName, params }
}

function parseStream(text: string, note: Note): StreamScope {
  const { query, strays } = parseQuery(text, ['path', 'params', 'appParams'], note)
  const path = query.get('path') ?? ''
  if (path !== '/2010-04-01/Events') note('unusual-path')
  const [list = '', ...others] = ['params', 'appParams']
    .map((key) => query.get(key) ?? '')
    .filter((text) => text !== '')
  if (others.length > 0) note('repeated-key')
  const filters = isRubyText(list) ? [] : [...parseParams(list, note), ...readStrays(strays, note)]
  if (isRubyText(list)) note('unreadable-filters')
  return { kind: 'event-stream', path, filters: Object.freeze(filters) }
}

// Ruby up to version 4 wrote what `Hash#inspect` prints.
function isRubyText(list: string): boolean {
  return /^\{.*\}$/s.test(list)
}

// What an encoder of any official library can leave behind; anything else was never encoded.
const encodedText = /^(?:[A-Za-z0-9\-._~!*'()+/]|%[0-9A-Fa-f]{2})*$/

function parseQuery(text: string, known: readonly string[], note: Note): { query: Query; strays: readonly string[] } {
  const query = new Map<string, string>()
  const strays: string[] = []
  for (const pair of splitQuery(text, note)) {
    const [key, value] = parsePair(pair, note)
    if (!known.includes(key)) strays.push(pair)
    else if (query.has(key)) note('repeated-key')
    else query.set(key, value)
    if (!encodedText.test(pair.slice(pair.indexOf('=') + 1))) note('unencoded-value')
  }
  return { query, strays }
}

function splitQuery(text: string, note: Note): readonly string[] {
  if (text === '') return []
  if (!text.includes('&amp;')) return text.split('&')
  note('escaped-separator')
  return text.replaceAll('&amp;', '&').split('&')
}

// Ruby 5 joined encoded parameters by a bare `&`: each but the first stands beside the list, its `=` encoded.
function readStrays(strays: readonly string[], note: Note): readonly Param[] {
  return strays.flatMap((stray) => {
    if (stray.includes('=')) {
      note('unexpected-key')
      return []
    }
    note('stray-param')
    return [parsePair(decodeForm(stray).text, note)]
  })
}

function remarkOnName(name: string, note: Note): void {
  if (!isClientName(name, 'portable')) note('client-name')
  if (/^(?:undefined|null|None)$/.test(name)) note('literal-name')
}
