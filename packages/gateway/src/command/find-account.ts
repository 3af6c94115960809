import type { Account } from '../account/account.js'
import { CommandError, refusal } from './command-error.js'
import { exitCodes } from './exit-code.js'
import { readSid } from './input/read-sid.js'
import type { OpenStore } from './with-store.js'

const seeList = 'ringdown-gateway account list shows those there are'

/**
 * Find the account that a command is for: the one that it names, else the one that the configuration names, else the
 * only one.
 *
 * @param sid - as the command line gave it
 * @throws CommandError if there is none (error 20404), or several to choose from
 */
export async function findAccount(open: OpenStore, sid: string | undefined): Promise<Account> {
  const { store, defaultAccount, file } = open
  if (sid !== undefined) return findNamed(open, readSid(sid, 'AC', '--account-sid'), '')
  if (defaultAccount !== undefined) {
    return findNamed(open, defaultAccount.sid, `, named ${defaultAccount.where},`)
  }
  const [only, ...others] = await store.accounts.all()
  if (only === undefined) {
    throw refusal(20404, `there is no account in ${file} yet: make one with ringdown-gateway account create`)
  }
  if (others.length === 0) return only
  throw new CommandError(
    exitCodes.usage,
    `there are ${others.length + 1} accounts: choose one with --account-sid; ${seeList}`,
  )
}

/** Find the account with this SID, as the command line gave it. */
export function findAccountBySid(open: OpenStore, sid: string): Promise<Account> {
  return findNamed(open, readSid(sid, 'AC', 'the account'), '')
}

async function findNamed({ store, file }: OpenStore, sid: string, where: string): Promise<Account> {
  const account = await store.accounts.find(sid)
  if (account !== undefined) return account
  throw refusal(20404, `the account ${sid}${where} is not in ${file}: ${seeList}`)
}
