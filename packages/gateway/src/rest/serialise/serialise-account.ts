import type { Account } from '../../account/account.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { apiVersion } from './api-version.js'

/** An account as the REST API writes it (Twilio, "Account resource"). Holds the auth token. */
export interface AccountResource {
  readonly sid: string
  readonly auth_token: string
  readonly friendly_name: string
  readonly owner_account_sid: string
  readonly status: Account['status']
  readonly type: 'Full'
  /** RFC 2822, in UTC. */
  readonly date_created: string
  /** RFC 2822, in UTC. */
  readonly date_updated: string
  /** A path without scheme and host. */
  readonly uri: string
  readonly subresource_uris: Readonly<Record<string, string>>
}

/** The lists of an account that there are, by the keys of `subresource_uris`. */
const lists = { applications: 'Applications', calls: 'Calls', keys: 'Keys', notifications: 'Notifications' }

/** Write an account as the REST API does. */
export function serialiseAccount(account: Account): AccountResource {
  const path = `/${apiVersion}/Accounts/${account.sid}`
  return {
    sid: account.sid,
    auth_token: account.authToken,
    friendly_name: account.friendlyName,
    owner_account_sid: account.ownerAccountSid,
    status: account.status,
    type: 'Full',
    date_created: formatRfc2822(account.createdAt),
    date_updated: formatRfc2822(account.updatedAt),
    uri: `${path}.json`,
    subresource_uris: Object.fromEntries(Object.entries(lists).map(([key, name]) => [key, `${path}/${name}.json`])),
  }
}
