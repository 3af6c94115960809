// Everything that a terminal acts upon or does not show: controls and with them escape sequences, bidirectional
// overrides, zero-width and filler characters, halves of pairs, spaces other than the plain one.
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu

/** Make text safe for a terminal: what it would act upon or hide is shown as an escape such as `\u{1B}`. */
export function escapeText(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`)
}
