import type { AccountSid } from '@ringdown/protocol'

/** A client name that became, or ceased to be, available. */
export interface PresenceChange {
  readonly accountSid: AccountSid
  readonly clientName: string
  readonly isAvailable: boolean
}

/** Who is available, and a way to be told when that changes. */
export interface PresenceSource {
  /** The names under which someone can be rung in an account, sorted. */
  availableNames(accountSid: AccountSid): readonly string[]
  /** Be told of every name that becomes, or ceases to be, available. */
  onChange(listener: (change: PresenceChange) => void): void
}
