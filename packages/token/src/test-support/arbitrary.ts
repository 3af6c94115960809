import fc from 'fast-check'
import { isClientName } from '../client-name.js'

/** Texts that have broken, or could break, a scope claim, a parameter list or a JSON document. */
export const hostileTexts: readonly string[] = [
  ' ',
  'a b',
  'a&b',
  'a=b',
  'a+b',
  'a%20b',
  '%',
  '%26',
  '%2526',
  '&amp;',
  '?',
  '#',
  '"',
  '\\',
  '\0',
  '\r\n',
  '\u2028',
  '{"a"=>"b"}',
  '__proto__',
  'constructor',
  'x scope:client:incoming?clientName=boss',
  ' scope:client:outgoing?appSid=APother',
  'x&clientName=boss',
  'x&appSid=APother',
  'scope:stream:subscribe?path=/2010-04-01/Events',
  'clientName=boss scope:client:incoming?clientName=boss',
]

/** Any well-formed Unicode text, hostile ones often. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ maxLength: 24 }),
  fc.constantFrom(...hostileTexts),
  fc.tuple(fc.string({ maxLength: 4 }), fc.constantFrom(...hostileTexts)).map((parts) => parts.join('')),
)

/** A client name of the portable rule. */
export const portableName: fc.Arbitrary<string> = fc.stringMatching(/^[A-Za-z0-9_]{1,40}$/)

/** A client name of the wide rule. */
export const wideName: fc.Arbitrary<string> = fc.oneof(
  portableName,
  fc
    .string({
      unit: fc.oneof(fc.constantFrom(...Array.from("-.@+&=:;/?!~*'(),$éßЖ日😀")), fc.constantFrom('a', 'B', '7')),
      minLength: 1,
    })
    .filter((name) => isClientName(name, 'wide')),
)

/** A SID of the loose shape: visible ASCII. */
export const looseSid: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^A[CP][0-9a-f]{32}$/),
  fc.stringMatching(/^[!-~]{1,64}$/),
)

/** A name of a parameter: any text but an empty one. */
export const paramName: fc.Arbitrary<string> = anyText.filter((name) => name !== '')

/** A value of a parameter: text, a finite number or a boolean. */
const paramValue: fc.Arbitrary<string | number | boolean> = fc.oneof(
  anyText,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
)

/** Parameters by name. */
export const params: fc.Arbitrary<Record<string, string | number | boolean>> = fc.dictionary(paramName, paramValue, {
  maxKeys: 6,
})

/** An auth token: any text with something visible at both ends, and no PEM document. */
export const secretText: fc.Arbitrary<string> = fc
  .oneof(fc.stringMatching(/^[0-9a-f]{32}$/), fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }))
  .filter((text) => text.trim() === text && text !== '' && !text.startsWith('-----BEGIN'))

/** A moment in Unix milliseconds, from 2001 to 2096. */
export const momentMs: fc.Arbitrary<number> = fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 })

/** Seconds that a token may live. */
export const ttlSeconds: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(1, 5, 600, 3_600, 86_400),
  fc.integer({ min: 1, max: 86_400 }),
)
