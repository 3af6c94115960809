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

// A string, or what gives valid JSON its structure: outside strings there is one colon for each member that was written.
const stringOrStructure = /"(?:[^"\\]|\\.)*"|[:[{\]}]/g

function countWrittenMembers(text: string): number {
  let count = 0
  let depth = 0
  for (const [found] of text.matchAll(stringOrStructure)) {
    if (found === ':') count++
    else if (found === '{' || found === '[') depth++
    else if (found === '}' || found === ']') depth--
    if (depth > maxJsonDepth) throw new TokenError('malformed', `A segment nests deeper than ${maxJsonDepth} levels.`)
  }
  return count
}

function countMembers(root: object): number {
  let count = 0
  const open: object[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!Array.isArray(node)) count += Object.keys(node).length
    const children: readonly unknown[] = Object.values(node)
    for (const child of children) if (typeof child === 'object' && child !== null) open.push(child)
  }
  return count
}
