/** The longest token id, in UTF-16 code units. */
export const maxTokenIdLength = 256

/** Whether a text can be the id of a token, its claim `jti`. */
export function isTokenId(text: string): boolean {
  return text !== '' && text.length <= maxTokenIdLength
}

/** Whether a text is a token itself: whoever is asked for its id may give that by mistake. */
export function isTokenText(text: string): boolean {
  return /^ey[\w-]*\.[\w-]+\.[\w-]*$/.test(text)
}
