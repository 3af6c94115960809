import type { Account } from '../../account/account.js'
import { type Facts, formatFacts, textOrHyphen } from '../output/format-facts.js'
import { formatDay, formatMoment } from '../output/format-moment.js'
import { formatTable } from '../output/format-table.js'

/** Write a table of accounts, without secrets. */
export function formatAccountList(accounts: readonly Account[]): string {
  const rows = accounts.map((account) => ({
    cells: [account.sid, describeStatus(account), formatDay(account.createdAt)],
    entries: [textOrHyphen(account.friendlyName)],
  }))
  return formatTable([{ cells: ['SID', 'STATUS', 'CREATED'], entries: ['NAME'] }, ...rows])
}

/**
 * Write a table of one account.
 *
 * @param secrets - what to show of its auth tokens, by label
 */
export function formatAccount(account: Account, secrets: Facts = {}): string {
  return formatFacts({
    Account: account.sid,
    Name: account.friendlyName,
    Status: describeStatus(account),
    ...secrets,
    Created: formatMoment(account.createdAt),
  })
}

function describeStatus({ status, secondaryAuthToken }: Account): string {
  return secondaryAuthToken === null ? status : `${status}, two tokens`
}
