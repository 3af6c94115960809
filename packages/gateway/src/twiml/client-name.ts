/** The longest client name, in UTF-16 code units. */
const maxClientNameChars = 256

/** No control character, space, delimiter (`< > # % "`) or unwise character (RFC 2396 §2.4.3). */
const clientName = /^[^\s\p{C}<>#%"{}|\\^[\]`]+$/u

/** Whether a device could be registered under this name (Twilio, device error 31105). */
export function isClientName(name: string): boolean {
  return name.length <= maxClientNameChars && clientName.test(name)
}

/** The name in the text of `<Client>` or `<Identity>`: an address, `client:<name>`, is taken for its name. */
export function clientNameOf(text: string): string {
  return text.trim().replace(/^client:/, '')
}
