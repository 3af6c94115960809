/** What a reader says of a text that should be a JSON object without doubled keys. */
export type Verdict = 'accepted' | 'duplicate-key' | 'malformed'

interface State {
  readonly text: string
  at: number
  hasDuplicate: boolean
}

class Malformed extends Error {}

/**
 * Read a JSON object one character at a time, after the grammar of RFC 8259, and remember each object's keys.
 *
 * Written for clarity, and unlike the code under test in every way: no `JSON.parse`, no counting.
 */
export function referenceVerdict(text: string): Verdict {
  const state: State = { text, at: 0, hasDuplicate: false }
  try {
    skipSpace(state)
    if (state.text[state.at] !== '{') throw new Malformed()
    readValue(state)
    skipSpace(state)
    if (state.at !== text.length) throw new Malformed()
  } catch (error) {
    if (error instanceof Malformed) return 'malformed'
    throw error
  }
  return state.hasDuplicate ? 'duplicate-key' : 'accepted'
}

function readValue(state: State): void {
  skipSpace(state)
  const start = state.text[state.at]
  if (start === '{') readObject(state)
  else if (start === '[') readList(state, ']', readValue)
  else if (start === '"') readString(state)
  else if (!['true', 'false', 'null'].some((word) => take(state, word))) readNumber(state)
}

function readObject(state: State): void {
  const keys = new Set<string>()
  readList(state, '}', () => {
    skipSpace(state)
    const key = readString(state)
    if (keys.has(key)) state.hasDuplicate = true
    keys.add(key)
    skipSpace(state)
    expectText(state, ':')
    readValue(state)
  })
}

function readList(state: State, close: string, readItem: (state: State) => void): void {
  state.at++
  skipSpace(state)
  if (take(state, close)) return
  do {
    readItem(state)
    skipSpace(state)
  } while (take(state, ','))
  expectText(state, close)
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function readString(state: State): string {
  expectText(state, '"')
  let value = ''
  while (!take(state, '"')) value += readCharacter(state)
  return value
}

function readCharacter(state: State): string {
  const character = state.text[state.at++]
  if (character === undefined || character < ' ') throw new Malformed()
  if (character !== '\\') return character
  const escape = state.text[state.at++] ?? ''
  if (escape !== 'u') return escapes[escape] ?? fail()
  const digits = state.text.slice(state.at, state.at + 4)
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Malformed()
  state.at += 4
  return String.fromCharCode(Number.parseInt(digits, 16))
}

function readNumber(state: State): void {
  const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/.exec(state.text.slice(state.at))
  if (number === null) throw new Malformed()
  state.at += number[0].length
}

function skipSpace(state: State): void {
  while ([' ', '\t', '\n', '\r'].includes(state.text[state.at] ?? '')) state.at++
}

function take(state: State, text: string): boolean {
  if (!state.text.startsWith(text, state.at)) return false
  state.at += text.length
  return true
}

function expectText(state: State, text: string): void {
  if (!take(state, text)) throw new Malformed()
}

function fail(): never {
  throw new Malformed()
}
