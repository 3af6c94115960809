// Everything that a terminal acts upon or does not show: controls and with them escape sequences, bidirectional
// overrides, zero-width and filler characters, halves of pairs, spaces other than the plain one.
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu
const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Make text safe for a terminal: what it would act upon or hide is shown as an escape such as `\u{1B}`. */
export function escapeText(text: string): string {
  return text.replace(
    unsafe,
    (character) => shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  )
}

const plainText = /^[\p{L}\p{N}_.@:+/-]+$/u

/**
 * Show a text that someone else wrote: a plain word as it stands, anything else in double quotes with escapes, so that
 * its end is plain to see and no value looks like two.
 */
export function quoteText(text: string): string {
  const isPlain = plainText.test(text) && escapeText(text) === text
  return isPlain ? text : `"${escapeText(text.replace(/["\\]/g, '\\$&'))}"`
}
