import type { Account } from '../../account/account.js'
import { serialiseAccount } from '../../rest/serialise/serialise-account.js'
import { refusal } from '../command-error.js'
import type { Command } from '../command.js'
import { defineCommand } from '../define-command.js'
import { findAccountBySid } from '../find-account.js'
import { jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { type OpenStore, withStore } from '../with-store.js'
import { formatAccount } from './format-account.js'

/** Suspend an account. */
export const accountSuspendCommand = statusCommand('suspended', {
  summary: 'Suspend an account.',
  details: `Suspend an account and its sub-accounts: their devices cannot connect, and those
that are connected cannot call and are not rung, until it is resumed. They are
turned away within seconds, those in a call once it is over; calls run on.`,
})

/** Resume an account. */
export const accountResumeCommand = statusCommand('active', {
  summary: 'Resume a suspended account.',
  details: 'Make a suspended account active again.',
})

function statusCommand(status: Account['status'], help: { summary: string; details: string }): Command {
  return defineCommand({
    ...help,
    operand: '<sid>',
    options: jsonOption,
    async run(call) {
      await withStore(call, async (open) => {
        const account = await setStatus(
          open,
          await findAccountBySid(open, call.operand),
          status,
          call.ports.clock.now(),
        )
        answer(call, { resource: serialiseAccount(account), text: formatAccount(account) })
      })
    },
  })
}

async function setStatus(
  { store }: OpenStore,
  account: Account,
  status: Account['status'],
  now: number,
): Promise<Account> {
  if (account.status === status) return account
  const changed = account.status === 'closed' ? undefined : await store.accounts.update(account.sid, { status }, now)
  if (changed !== undefined) return changed
  throw refusal(
    20005,
    `the account ${account.sid} is closed, for good: make another with ringdown-gateway account create`,
  )
}
