/** What there is to say about a token. Stable: a code is never renamed and never reused. */
export type RemarkCode =
  | 'algorithm'
  | 'missing-typ'
  | 'unusual-header'
  | 'no-issuer'
  | 'no-expiry'
  | 'bad-time'
  | 'expiry-as-text'
  | 'fractional-expiry'
  | 'milliseconds'
  | 'expired'
  | 'not-yet-valid'
  | 'long-lifetime'
  | 'taskrouter-token'
  | 'no-voice-grant'
  | 'no-scopes'
  | 'malformed-scope'
  | 'unknown-scope'
  | 'duplicate-scope'
  | 'several-outgoing'
  | 'repeated-key'
  | 'unexpected-key'
  | 'missing-key'
  | 'unencoded-value'
  | 'bad-escape'
  | 'escaped-separator'
  | 'overencoded-params'
  | 'stray-param'
  | 'unreadable-filters'
  | 'unusual-path'
  | 'client-name'
  | 'literal-name'

/** One thing worth knowing about a token. */
export interface Remark {
  /** What it is about, for programs. */
  readonly code: RemarkCode
  /** A sentence for a person. It holds no parameter values. */
  readonly message: string
  /** The position, in the scope claim, of the scope it is about; undefined when it is about the token. */
  readonly scopeIndex?: number
}

const texts: Readonly<Record<RemarkCode, string>> = {
  algorithm: 'The algorithm is not HS256; no gateway accepts it.',
  'missing-typ': 'The header has no typ, as from old Ruby libraries.',
  'unusual-header': 'The header has a typ, cty or crit that these tokens do not have; no gateway accepts it.',
  'no-issuer': 'No account SID; no gateway accepts it.',
  'no-expiry': 'No expiry; no gateway accepts it.',
  'bad-time': 'A time is not a number; no gateway accepts it.',
  'expiry-as-text': 'The expiry is a text instead of a number, as from Java up to version 6.',
  'fractional-expiry': 'The expiry is a fraction of a second; Twilio has refused such tokens.',
  milliseconds: 'The expiry is so far off that it is probably in milliseconds; it must be in seconds.',
  expired: 'Expired.',
  'not-yet-valid': 'Not valid yet.',
  'long-lifetime': 'It lives longer than 24 hours; Twilio refuses such tokens (31207).',
  'taskrouter-token': 'A TaskRouter token: it grants no calls.',
  'no-voice-grant': 'An access token without a voice grant: it grants no calls.',
  'no-scopes': 'No scopes: it grants nothing.',
  'malformed-scope': 'A part of the scope claim is not a scope URI; no gateway accepts it.',
  'unknown-scope': 'A scope that Twilio Client does not know; it grants nothing.',
  'duplicate-scope': 'The same scope twice; it counts once.',
  'several-outgoing': 'Two outgoing scopes that differ: perhaps smuggled in through an unencoded name. Refused.',
  'repeated-key': 'A scope has the same key twice: perhaps smuggled in through an unencoded name. Refused.',
  'unexpected-key': 'A scope has a key that does not belong there: perhaps an unencoded name. Refused.',
  'missing-key': 'A scope lacks the name or SID that it is about; it grants nothing.',
  'unencoded-value': 'A value is not percent-encoded, as from Java 7 or later and C#.',
  'bad-escape': 'A percent sign is not followed by the hex digits of a character; it was left as it stands.',
  'escaped-separator': 'Pairs are joined by &amp; instead of &, as from old PHP settings.',
  'overencoded-params':
    'Parameters are encoded once too often, as from old Java or C# libraries; they were read all the same.',
  'stray-param': 'A parameter stands outside its list, as from Ruby 5; it was read all the same.',
  'unreadable-filters': 'The filters of an event stream cannot be read, as from Ruby up to version 4.',
  'unusual-path': 'An event stream has a path other than /2010-04-01/Events.',
  'client-name': 'A client name has characters other than letters, digits and _; not every library and SDK takes it.',
  'literal-name': 'A client name is the word undefined, null or None: probably a variable that was not set.',
}

/** Make a remark. */
export function createRemark(code: RemarkCode): Remark {
  return Object.freeze({ code, message: texts[code] })
}
