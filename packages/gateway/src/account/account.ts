import type { AccountSid } from '@ringdown/protocol'

/** Whether an account may do anything: a suspended one may come back, a closed one may not. */
export const accountStatuses = ['active', 'suspended', 'closed'] as const

/** One of {@link accountStatuses}. */
type AccountStatus = (typeof accountStatuses)[number]

/** Who calls are made for, and whose auth token signs capability tokens and webhooks. */
export interface Account {
  readonly sid: AccountSid
  readonly friendlyName: string
  readonly status: AccountStatus
  /** The primary auth token: it signs webhooks, and tokens are issued with it. */
  readonly authToken: string
  /** During a rotation, the other token that is still accepted. */
  readonly secondaryAuthToken: string | null
  /** The account that this one is a sub-account of; its own SID for a main account. */
  readonly ownerAccountSid: AccountSid
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly updatedAt: number
}
