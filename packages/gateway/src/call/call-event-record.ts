import type { AccountSid, CallSid } from '@ringdown/protocol'

/** The kinds of thing that a call's timeline shows. */
export const callEventKinds = [
  'created',
  'status',
  'change',
  'signal',
  'webhook',
  'status-callback',
  'twiml',
  'dtmf',
  'media',
  'quality',
  'message',
  'notification',
  'ended',
] as const

/** One of {@link callEventKinds}. */
export type CallEventKind = (typeof callEventKinds)[number]

/** One line of a call's timeline. Secrets are cut out before it is made. */
export interface CallEventRecord {
  readonly accountSid: AccountSid
  readonly callSid: CallSid
  /** Unix milliseconds. */
  readonly at: number
  readonly kind: CallEventKind
  /** What happened, in a few words, such as `ringing` or `POST https://app.example/voice`. */
  readonly name: string
  /** Details as plain JSON values. */
  readonly detail: Readonly<Record<string, unknown>>
}
