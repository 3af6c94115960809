import { isClientName } from './client-name.js'
import { decodeForm } from './form-decoding.js'
import { type Param, parsePair, parseParams, readPair, unescapeSeparators } from './params-parsing.js'
import { createRemark, type Remark, type RemarkCode } from './remark.js'
import { splitText } from './split-text.js'

/** The right to receive calls under a name. */
export interface IncomingScope {
  /** Tells scopes apart. */
  readonly kind: 'incoming'
  /** The name, decoded; never empty. */
  readonly clientName: string
}

/** The right to call out to one application. */
export interface OutgoingScope {
  /** Tells scopes apart. */
  readonly kind: 'outgoing'
  /** The TwiML application, decoded; never empty. */
  readonly applicationSid: string
  /** The name that calls come from. */
  readonly clientName: string | undefined
  /** Signed parameters in the order written, repeated names kept. */
  readonly params: readonly Param[]
}

/** The right to subscribe to the event stream. */
export interface StreamScope {
  /** Tells scopes apart. */
  readonly kind: 'event-stream'
  /** The path, decoded: `/2010-04-01/Events` in every official token. */
  readonly path: string
  /** Filters in the order written, repeated names kept. */
  readonly filters: readonly Param[]
}

/** A scope that Twilio Client does not know, or text that is none, as it stands in the claim. */
export interface UnknownScope {
  /** Tells scopes apart. */
  readonly kind: 'unknown'
  /** The text, still encoded. */
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

/** The pairs of one scope URI, whose service has three keys at most. */
interface Query {
  /** The values of the known keys, in their order, decoded once: a list of parameters is still encoded. */
  readonly values: (string | undefined)[]
  /** The pairs with other keys, as they stand. */
  readonly strays: string[]
}

/**
 * Read a scope claim as any official library ever wrote it. Never throws: what cannot be read is kept verbatim and
 * remarked upon.
 *
 * @param claim - scope URIs joined by spaces; empty means no scopes
 */
export function parseScopes(claim: string): ParsedScopes {
  const { scopes, remarks } = readScopes(claim)
  return { scopes: Object.freeze(scopes.map((scope) => Object.freeze(scope))), remarks }
}

/** As {@link parseScopes}, for whoever takes the scopes apart at once and has no use for frozen ones. */
export function readScopes(claim: string): ParsedScopes {
  const remarks: Remark[] = []
  const scopes: ParsedScope[] = []
  let outgoing: ParsedScope | undefined
  // Unencoded names may hold spaces: only a space before a scope URI separates.
  const uris = claim === '' ? [] : splitText(claim, ' scope:', 'scope:'.length)
  let scopeIndex = -1
  const note: Note = (code) => remarks.push(Object.freeze({ ...createRemark(code), scopeIndex }))
  for (const uri of uris) {
    scopeIndex++
    // A set would hash each URI, which costs more than it saves: a token holds few, and its size bounds them.
    if (uris.indexOf(uri) < scopeIndex) {
      note('duplicate-scope')
      continue
    }
    const scope = parseScopeUri(uri, note)
    scopes.push(scope)
    if (scope.kind !== 'outgoing') continue
    if (outgoing !== undefined && JSON.stringify(outgoing) !== JSON.stringify(scope)) note('several-outgoing')
    outgoing = scope
  }
  return { scopes, remarks }
}

const scopeName = /^scope:[\w-]+:[\w-]+$/

function parseScopeUri(uri: string, note: Note): ParsedScope {
  const mark = uri.indexOf('?')
  const name = mark < 0 ? uri : uri.slice(0, mark)
  const query = mark < 0 ? '' : uri.slice(mark + 1)
  if (name === 'scope:client:incoming') return parseIncoming(uri, query, note)
  if (name === 'scope:client:outgoing') return parseOutgoing(uri, query, note)
  if (name === 'scope:stream:subscribe') return parseStream(query, note)
  note(scopeName.test(name) ? 'unknown-scope' : 'malformed-scope')
  return { kind: 'unknown', uri }
}

const incomingKeys = ['clientName']

function parseIncoming(uri: string, text: string, note: Note): ParsedScope {
  const { values, strays } = parseQuery(text, incomingKeys, note)
  const clientName = values[0] ?? ''
  if (strays.length > 0) note('unexpected-key')
  if (clientName === '') {
    note('missing-key')
    return { kind: 'unknown', uri }
  }
  remarkOnName(clientName, note)
  return { kind: 'incoming', clientName }
}

const outgoingKeys = ['appSid', 'clientName', 'appParams']

function parseOutgoing(uri: string, text: string, note: Note): ParsedScope {
  const { values, strays } = parseQuery(text, outgoingKeys, note)
  const applicationSid = values[0] ?? ''
  if (applicationSid === '') {
    note('missing-key')
    return { kind: 'unknown', uri }
  }
  const clientName = values[1] === '' ? undefined : values[1]
  if (clientName !== undefined) remarkOnName(clientName, note)
  return { kind: 'outgoing', applicationSid, clientName, params: readParams(values[2] ?? '', strays, note) }
}

const streamKeys = ['path', 'params', 'appParams']

function parseStream(text: string, note: Note): StreamScope {
  const { values, strays } = parseQuery(text, streamKeys, note)
  const [path = '', params = '', appParams = ''] = values
  if (path !== '/2010-04-01/Events') note('unusual-path')
  if (params !== '' && appParams !== '') note('repeated-key')
  const list = params === '' ? appParams : params
  if (!isRubyText(list)) return { kind: 'event-stream', path, filters: readParams(list, strays, note) }
  note('unreadable-filters')
  return { kind: 'event-stream', path, filters: Object.freeze([]) }
}

// Ruby up to version 4 wrote what `Hash#inspect` prints.
function isRubyText(list: string): boolean {
  return /^\{.*\}$/s.test(list)
}

// What no encoder of any official library leaves behind: such a value was never encoded.
const unencodedText = /[^\w.~!*'()+/%-]|%(?![0-9A-Fa-f]{2})/

// Nothing to decode, and nothing that should have been encoded.
const plainValue = /^[\w.~!*'()/-]*$/

function parseQuery(written: string, known: readonly string[], note: Note): Query {
  const query: Query = { values: [undefined, undefined, undefined], strays: [] }
  const text = unescapeSeparators(written, note)
  let end = text === '' ? 0 : -1
  while (end < text.length) {
    const start = end + 1
    const ampersand = text.indexOf('&', start)
    end = ampersand < 0 ? text.length : ampersand
    const equals = text.indexOf('=', start)
    const place = equals < 0 ? -1 : known.indexOf(text.slice(start, equals))
    // Nearly every pair is a known key as it stands, once.
    const isFirst = place >= 0 && query.values[place] === undefined
    if (isFirst) query.values[place] = readValue(text.slice(equals + 1, end), note)
    else addPair(query, text.slice(start, end), known, note)
  }
  return query
}

function readValue(value: string, note: Note): string {
  if (plainValue.test(value)) return value
  const { text, hasBadEscape } = decodeForm(value)
  if (hasBadEscape) note('bad-escape')
  if (unencodedText.test(value)) note('unencoded-value')
  return text
}

function addPair({ values, strays }: Query, pair: string, known: readonly string[], note: Note): void {
  const [key, value] = readPair(pair, note)
  const place = known.indexOf(key)
  if (place < 0) strays.push(pair)
  else if (values[place] === undefined) values[place] = value
  else note('repeated-key')
  if (unencodedText.test(pair.slice(pair.indexOf('=') + 1))) note('unencoded-value')
}

function readParams(list: string, strays: readonly string[], note: Note): readonly Param[] {
  const params = parseParams(list, note)
  return Object.freeze(strays.length === 0 ? params : [...params, ...readStrays(strays, note)])
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
  if (name === 'undefined' || name === 'null' || name === 'None') note('literal-name')
}
