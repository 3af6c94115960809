import { z } from 'zod'
import { type Account, accountStatuses } from '../../account/account.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { apiVersion } from './api-version.js'
import { rfc2822, uriPath } from './resource-field.js'

/** An account as the REST API writes it (Twilio, "Account resource"). Holds the auth token. */
export const accountResource = z
  .object({
    sid: z.string(),
    auth_token: z.string(),
    friendly_name: z.string(),
    owner_account_sid: z.string(),
    status: z.enum(accountStatuses),
    type: z.literal('Full'),
    date_created: rfc2822,
    date_updated: rfc2822,
    uri: uriPath,
    subresource_uris: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Account', description: 'An account, or a sub-account, which it owns.' })

/** What {@link accountResource} describes. */
export type AccountResource = z.infer<typeof accountResource>

/** The lists of an account that there are, by the keys of `subresource_uris`. */
const lists = {
  applications: 'Applications',
  balance: 'Balance',
  calls: 'Calls',
  incoming_phone_numbers: 'IncomingPhoneNumbers',
  keys: 'Keys',
  notifications: 'Notifications',
  signing_keys: 'SigningKeys',
  usage: 'Usage/Records',
}

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
