import type { AccountSid } from '@ringdown/protocol'

/** What events of a stream must be like, by names that may be repeated. */
export type EventFilters = readonly (readonly [name: string, value: string])[]

/** What a verified token lets one device do. Frozen. */
export interface DeviceGrant {
  readonly accountSid: AccountSid
  /** Who the device is: the first name it may receive as, else the name it calls under. */
  readonly identity: string | undefined
  /** The names it may receive calls as. */
  readonly clientNames: readonly string[]
  /** Undefined: it may not call out. */
  readonly outgoing:
    | {
        /** As the token says; whether there is such an application is seen when a call starts. */
        readonly applicationSid: string
        readonly clientName: string | undefined
        /** Signed parameters; repeated names kept in order. */
        readonly params: readonly (readonly [name: string, value: string])[]
      }
    | undefined
  /** The streams of the account's events that it may watch, each as its filters leave it. */
  readonly eventStreams: readonly EventFilters[]
  /** Unix seconds; from this moment the grant starts nothing more. */
  readonly expiresAt: number
  /** By which the token can be revoked. */
  readonly tokenId: string | undefined
}
