/** What the catalogue says of one error number. */
export interface ErrorEntry {
  /** Name as `@twilio/voice-sdk` 2.x has it; in the same style where it has none. Not unique: 2.x has namespaces. */
  readonly name: string
  /** Twilio's own text, of the SDK or of the error dictionary. */
  readonly message: string
  /** Level of the notification that records it; absent if none does. */
  readonly level?: 'error' | 'warning'
  /** Status of the REST answer that carries it; absent if none does. */
  readonly httpStatus?: number
  /** What the person who meets it can do, in one or two sentences. */
  readonly whatToDo: string
}

/** Freeze one range of the catalogue, with its numbers as the type of its keys. */
export function defineErrors<const Code extends number>(
  entries: Readonly<Record<Code, ErrorEntry>>,
): Readonly<Record<Code, ErrorEntry>> {
  return Object.freeze(entries)
}
