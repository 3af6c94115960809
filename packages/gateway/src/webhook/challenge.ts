/** One challenge of `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string
  /** By name in lower case. */
  readonly params: ReadonlyMap<string, string>
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const separators = /[\s,]*/y
const schemePattern = new RegExp(`(${token})(?:[ \\t]+|(?=,|$))`, 'y')
const token68Pattern = /[A-Za-z0-9._~+/-]+=*[ \t]*(?=,|$)/y
const paramPattern = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`, 'y')

/**
 * Read the values of `WWW-Authenticate` (RFC 9110 §11.6.1). One value may hold several challenges, whose commas are
 * those of their parameters too.
 *
 * @returns the challenges in order, up to the first malformed one of each value
 */
export function parseChallenges(values: readonly string[]): readonly Challenge[] {
  return values.flatMap((value) => [...readChallenges(value)])
}

function* readChallenges(text: string): Generator<Challenge> {
  let position = 0
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match !== null) position = pattern.lastIndex
    return match
  }
  for (;;) {
    read(separators)
    const [, scheme] = read(schemePattern) ?? []
    if (scheme === undefined) return
    const params = read(token68Pattern) === null ? readParams(read) : new Map<string, string>()
    yield { scheme: scheme.toLowerCase(), params }
  }
}

function readParams(read: (pattern: RegExp) => RegExpExecArray | null): ReadonlyMap<string, string> {
  const params = new Map<string, string>()
  for (;;) {
    read(separators)
    const [, name, quoted, plain = ''] = read(paramPattern) ?? []
    if (name === undefined) return params
    params.set(name.toLowerCase(), quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'))
  }
}
