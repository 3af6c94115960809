import { TokenError } from './token-error.js'

/** A JSON object as received. */
export type JsonObject = Readonly<Record<string, unknown>>

/** How deep objects and arrays may nest. The deepest official token nests five; whoever walks a payload needs a bound. */
export const maxJsonDepth = 64

/**
 * Parse a JSON object (RFC 8259) in which no object has the same key twice, and which nests 64 levels at most.
 *
 * @throws TokenError with code `malformed` or `duplicate-key`
 */
export function parseJsonObject(text: string): JsonObject {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TokenError('malformed', 'A segment is not a JSON object.')
  }
  if (countWrittenMembers(text) !== countMembers(value)) throw new TokenError('duplicate-key')
  return value as JsonObject
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TokenError('malformed', 'A segment is not JSON.')
  }
}

// The text is known to be JSON: outside strings there is one colon for each member that was written.
function countWrittenMembers(text: string): number {
  let count = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = findStringEnd(text, at)
    else if (character === ':') count++
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    if (depth > maxJsonDepth) throw new TokenError('malformed', `A segment nests deeper than ${maxJsonDepth} levels.`)
  }
  return count
}

function findStringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

// An odd number of backslashes escapes what follows; of an even number each escapes another.
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text[first - 1] === '\\') first--
  return (at - first) % 2 === 1
}

function countMembers(node: object): number {
  let count = 0
  const isList = Array.isArray(node)
  for (const name in node) {
    const child = (node as JsonObject)[name]
    if (!isList) count++
    if (typeof child === 'object' && child !== null) count += countMembers(child)
  }
  return count
}
