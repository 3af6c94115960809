import { utf8Bytes } from './utf8.js'

/**
 * One custom parameter of a call, as a `[name, value]` pair. A list of them keeps order and repeated names;
 * `new Map(list)` keeps the last of each name, as the official SDKs do.
 */
export type CustomParameter = readonly [name: string, value: string]

/**
 * Write `twilio.params` of a client's `invite`: names and values percent-encoded (RFC 3986 §2.1, UTF-8), pairs joined
 * by `&`. Lone surrogates, which no encoding can carry, become U+FFFD. Pairs without a name are left out.
 */
export function encodeOutgoingParams(parameters: Iterable<CustomParameter>): string {
  return join(parameters, percentEncode)
}

/**
 * Read `twilio.params` of a client's `invite`; it never fails. Names and values are decoded, `+` is a space, percent
 * escapes that are not UTF-8 stay as they are, order and repeated names are kept, pairs without a name are left out.
 */
export function decodeOutgoingParams(params: string): readonly CustomParameter[] {
  return split(params, percentDecode)
}

/**
 * Write `Params` of an incoming `invite`: names raw, values percent-encoded, since the official SDKs decode values only.
 * A name that {@link isRawName} refuses is percent-encoded, and so shown to the page; the caller should warn of it.
 */
export function encodeIncomingParams(parameters: Iterable<CustomParameter>): string {
  return join(parameters, (name) => (isRawName(name) ? name : percentEncode(name)))
}

/**
 * Read `Params` of an incoming `invite`: names raw, values decoded as in {@link decodeOutgoingParams}. Unlike the
 * official SDKs, which keep the last of a repeated name, it keeps all.
 */
export function decodeIncomingParams(params: string): readonly CustomParameter[] {
  return split(params, (name) => name)
}

/** Whether a name can stand raw in `Params`: it holds neither `&` nor `=`. */
export function isRawName(name: string): boolean {
  return !/[&=]/.test(name)
}

/** Bytes of all names and values in UTF-8, to be held against `protocolLimits.maxCustomParameterBytes`. */
export function customParameterBytes(parameters: Iterable<CustomParameter>): number {
  let bytes = 0
  for (const [name, value] of parameters) bytes += utf8Bytes(name) + utf8Bytes(value)
  return bytes
}

function join(parameters: Iterable<CustomParameter>, encodeName: (name: string) => string): string {
  const pairs: string[] = []
  for (const [name, value] of parameters) {
    if (name !== '') pairs.push(`${encodeName(name)}=${percentEncode(value)}`)
  }
  return pairs.join('&')
}

function split(params: string, decodeName: (name: string) => string): readonly CustomParameter[] {
  return params.split('&').flatMap((pair): readonly CustomParameter[] => {
    const [name = '', ...rest] = pair.split('=')
    return name === '' ? [] : [[decodeName(name), percentDecode(rest.join('='))]]
  })
}

function percentEncode(text: string): string {
  // encodeURIComponent throws on a lone surrogate.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'))
}

function percentDecode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}
