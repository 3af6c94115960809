import { refusal } from '../command-error.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { readSid } from '../input/read-sid.js'
import { accountOption } from '../input/store-options.js'
import { withStore } from '../with-store.js'

/** Delete an API key. */
export const apiKeyDeleteCommand = defineCommand({
  summary: 'Delete an API key.',
  details: 'Delete an API key: access tokens that it signed are refused from now on.\nCalls that run go on.',
  operand: '<sid>',
  options: accountOption,
  async run(call) {
    const sid = readSid(call.operand, 'SK', 'the API key')
    await withStore(call, async (open) => {
      const account = await findAccount(open, call.options['account-sid'])
      if (!(await open.store.apiKeys.delete(account.sid, sid))) {
        throw refusal(
          20404,
          `the account ${account.sid} has no API key ${sid}: ringdown-gateway api-key list shows those it has`,
        )
      }
      call.ports.terminal.stdout.write(`deleted ${sid}\n`)
    })
  },
})
