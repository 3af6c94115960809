import { badArgument, checkOptions, missingArgument } from './argument-error.js'
import { checkClientName, type ClientNameRule, encodeClientName } from './client-name.js'
import { encodeParams, type Params, percentEncode } from './params.js'
import { checkSid } from './sid.js'

/**
 * Anything that grants one thing. The classes of this file are scopes, and so is any object with a `payload()`
 * that returns a scope URI, as in the official library.
 */
export interface Scope {
  /** The scope URI without its query, such as `scope:client:incoming`. */
  readonly scope?: string
  /** The whole scope URI: `scope:service:privilege`, then optionally `?` and percent-encoded pairs. */
  payload(): string
}

/** Options of {@link IncomingClientScope}. */
export interface IncomingClientScopeOptions {
  /** Which names are accepted; `portable` when left out. */
  readonly clientNameRule?: ClientNameRule | undefined
}

/**
 * The right to receive calls under a client name (Twilio, "Capability Tokens", Allow Incoming Connections).
 *
 * @throws TokenArgumentError with code `missing`, `type` or `client-name`
 * @example
 * ```js
 * new IncomingClientScope('joey').payload() // scope:client:incoming?clientName=joey
 * ```
 */
export class IncomingClientScope implements Scope {
  /** `scope:client:incoming` */
  readonly scope: string = 'scope:client:incoming'
  /** The name that the device may be called by. */
  readonly clientName: string
  readonly #uri: string

  constructor(clientName: string, options?: IncomingClientScopeOptions) {
    this.clientName = checkClientName('clientName', clientName, options?.clientNameRule)
    this.#uri = `scope:client:incoming?clientName=${encodeClientName(this.clientName, options?.clientNameRule)}`
  }

  /** The scope URI, as it was when the scope was made. */
  payload(): string {
    return this.#uri
  }
}

/** Options of {@link OutgoingClientScope}. */
export interface OutgoingClientScopeOptions extends IncomingClientScopeOptions {
  /** The TwiML application whose VoiceUrl answers the calls. */
  readonly applicationSid: string
  /** The name that calls come from. Nothing copies it from an incoming scope: grant it here when it is wanted. */
  readonly clientName?: string | null | undefined
  /** Signed parameters that reach the VoiceUrl with every call. An empty object is written as `appParams=`. */
  readonly params?: Params | null | undefined
  /** Demand `AP` and 32 hex digits; off when left out. */
  readonly strictSids?: boolean | undefined
}

/**
 * The right to call out to one TwiML application (Twilio, "Capability Tokens", Allow Outgoing Connections).
 *
 * @throws TokenArgumentError with code `missing`, `type`, `range`, `sid`, `client-name` or `encoding`
 * @example
 * ```js
 * new OutgoingClientScope({ applicationSid: 'AP123', clientName: 'joey', params: { user: 7 } }).payload()
 * // scope:client:outgoing?appSid=AP123&clientName=joey&appParams=user%3D7
 * ```
 */
export class OutgoingClientScope implements Scope {
  /** `scope:client:outgoing` */
  readonly scope: string = 'scope:client:outgoing'
  /** The TwiML application whose VoiceUrl answers the calls. */
  readonly applicationSid: string
  /** The name that calls come from. */
  readonly clientName: string | undefined
  readonly #params: Params | undefined
  readonly #uri: string

  constructor(options: OutgoingClientScopeOptions) {
    checkOptions(options, '{ applicationSid }')
    const { applicationSid, clientName, params, clientNameRule, strictSids } = options
    this.applicationSid = checkSid('options.applicationSid', applicationSid, 'AP', strictSids)
    let uri = `scope:client:outgoing?appSid=${percentEncode('options.applicationSid', this.applicationSid)}`
    if (clientName !== undefined && clientName !== null) {
      this.clientName = checkClientName('options.clientName', clientName, clientNameRule)
      uri += `&clientName=${encodeClientName(this.clientName, clientNameRule)}`
    }
    if (params !== undefined && params !== null) {
      uri += `&appParams=${encodeURIComponent(encodeParams('options.params', params))}`
      this.#params = { ...params }
    }
    this.#uri = uri
  }

  /** The parameters, as they were when the scope was made. */
  get params(): Params | undefined {
    // Frozen when somebody looks, which issuing does not: it would cost as much as writing the parameters.
    return this.#params && Object.freeze(this.#params)
  }

  /** The scope URI, as it was when the scope was made. */
  payload(): string {
    return this.#uri
  }
}

/**
 * The right to subscribe to the account's event stream, of all events or of those that match filters.
 *
 * @throws TokenArgumentError with code `type`, `range` or `encoding`
 * @example
 * ```js
 * new EventStreamScope({ foo: 'bar' }).payload() // scope:stream:subscribe?path=/2010-04-01/Events&appParams=foo%3Dbar
 * ```
 */
export class EventStreamScope implements Scope {
  /** `scope:stream:subscribe` */
  readonly scope: string = 'scope:stream:subscribe'
  /** The filters, as they were when the scope was made. */
  readonly filters: Params
  readonly #uri: string

  constructor(filters?: Params | null) {
    const encoded = filters === undefined || filters === null ? '' : encodeParams('filters', filters)
    this.filters = Object.freeze({ ...filters })
    const query = encoded === '' ? '' : `&appParams=${encodeURIComponent(encoded)}`
    this.#uri = `scope:stream:subscribe?path=/2010-04-01/Events${query}`
  }

  /** The scope URI, as it was when the scope was made. */
  payload(): string {
    return this.#uri
  }
}

const scopeUri = /^scope:[\w-]+:[\w-]+(?:\?[^\s\p{C}]*)?$/u

const ownScopes = [IncomingClientScope.prototype, OutgoingClientScope.prototype, EventStreamScope.prototype]
const ownPayloads = ownScopes.map(payloadOf)

function payloadOf({ payload }: { readonly payload: unknown }): unknown {
  return payload
}

/**
 * Write the URIs of scopes, joined by single spaces and escaped as within a JSON text.
 *
 * @throws TokenArgumentError as {@link readScopeUri}
 */
export function formatScopes(scopes: readonly Scope[]): string {
  let text = ''
  for (const scope of scopes) {
    if (text !== '') text += ' '
    // What the classes above return is percent-encoded: there is nothing in it to check or to escape.
    text += ownPayloads.includes(payloadOf(scope)) ? scope.payload() : escapeJson(readScopeUri(scope))
  }
  return text
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/**
 * Ask a scope, ours or a custom one, for its URI.
 *
 * @throws TokenArgumentError with code `missing`, `type` or `scope`: a space in it would make a second scope
 */
export function readScopeUri(scope: Scope): string {
  const uri: unknown = scope.payload()
  if (typeof uri !== 'string') throw badArgument('type', 'scope.payload()', uri, 'a string')
  if (!scopeUri.test(uri)) {
    throw badArgument(
      'scope',
      'scope.payload()',
      uri,
      'one scope URI, scope:service:privilege?key=value, without spaces',
    )
  }
  return uri
}

/**
 * Check that something can be added as a scope.
 *
 * @throws TokenArgumentError with code `missing` or `type`
 */
export function checkScope(scope: unknown): asserts scope is Scope {
  if (scope === undefined || scope === null) throw missingArgument('scope', 'Pass a scope object.')
  if (typeof (scope as { payload?: unknown }).payload !== 'function') {
    throw badArgument('type', 'scope', scope, 'an object with a payload() method')
  }
}
