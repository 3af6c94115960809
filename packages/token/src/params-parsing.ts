import { decodeForm } from './form-decoding.js'
import type { RemarkCode } from './remark.js'
import { splitText } from './split-text.js'

/** One decoded parameter: its name and its value. */
export type Param = readonly [name: string, value: string]

/**
 * Read a list of parameters that was form-encoded once (the outer encoding is already taken off).
 *
 * Copes with what official libraries wrote wrongly: see the remark codes.
 *
 * @param note - told what was unusual
 */
export function parseParams(list: string, note: (code: RemarkCode) => void): readonly Param[] {
  if (list === '') return []
  const pairs = plainList.test(list) ? splitText(list, '&') : splitPairs(takeOffExtraPass(list, note), note)
  return pairs.map((pair) => parsePair(pair, note))
}

// Without an escape there is nothing that could have been encoded twice.
const plainList = /^[\w.~!*'()=&-]*$/

/** Read one `name=value` pair whose name and value are form-encoded once. */
export function parsePair(pair: string, note: (code: RemarkCode) => void): Param {
  return Object.freeze(readPair(pair, note))
}

/** As {@link parsePair}, for whoever takes the pair apart at once. */
export function readPair(pair: string, note: (code: RemarkCode) => void): [name: string, value: string] {
  const equals = pair.indexOf('=')
  const name = decodeForm(equals < 0 ? pair : pair.slice(0, equals))
  const value = decodeForm(equals < 0 ? '' : pair.slice(equals + 1))
  if (name.hasBadEscape || value.hasBadEscape) note('bad-escape')
  return [name.text, value.text]
}

// Java 3.3.2 encoded the whole list once more: no pair is visible in it.
function takeOffExtraPass(list: string, note: (code: RemarkCode) => void): string {
  if (list.includes('=') || !/%3D/i.test(list)) return list
  note('overencoded-params')
  return decodeForm(list).text
}

function splitPairs(list: string, note: (code: RemarkCode) => void): readonly string[] {
  const pairs = splitText(unescapeSeparators(list, note), '&')
  if (!pairs.some(hidesPair)) return pairs
  return pairs.flatMap((pair) => {
    if (!hidesPair(pair)) return [pair]
    note('overencoded-params')
    return splitText(pair, '%26')
  })
}

/** Turn the `&amp;` by which old PHP settings join pairs into `&`. */
export function unescapeSeparators(text: string, note: (code: RemarkCode) => void): string {
  if (!text.includes('&amp;')) return text
  note('escaped-separator')
  return text.replaceAll('&amp;', '&')
}

// C# 3 encoded the separator but not the pairs: an equals sign is left within what looks like a value.
// Not the pattern /=.*%26.*=/, which takes cubic time over a hostile text.
function hidesPair(pair: string): boolean {
  const equals = pair.indexOf('=')
  const separator = equals < 0 ? -1 : pair.indexOf('%26', equals)
  return separator >= 0 && pair.includes('=', separator)
}
