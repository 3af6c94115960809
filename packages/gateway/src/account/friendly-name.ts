/** The longest name that people give to an account, an application or a key, in characters. */
export const maxFriendlyNameLength = 64

/** Whether a text may be a friendly name (error 20002 otherwise). Empty is none. */
export function isFriendlyName(text: string): boolean {
  return Array.from(text).length <= maxFriendlyNameLength
}
