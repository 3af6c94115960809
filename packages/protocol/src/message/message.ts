/** The envelope of every message: `{"type":"listen","version":"1.6","payload":{}}`. */
export interface Envelope {
  readonly type: string
  /** Empty if the sender left it out. */
  readonly version: string
  /** Empty if the sender left it out. Fields that the contract does not know are kept. */
  readonly payload: object
}

/** The union of messages that a map from type to payload describes. */
export type Message<Payloads> = {
  readonly [Type in keyof Payloads]: { readonly type: Type; readonly version: string; readonly payload: Payloads[Type] }
}[keyof Payloads]
