import type { Account } from '../../account/account.js'
import { type CommandError, refusal } from '../command-error.js'

/** The error for an application that an account does not have. */
export function noApplication(sid: string, account: Pick<Account, 'sid'>): CommandError {
  return refusal(
    20404,
    `the account ${account.sid} has no application ${sid}: ringdown-gateway application list shows those it has`,
  )
}
