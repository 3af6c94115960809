import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { readSid } from '../input/read-sid.js'
import { accountOption } from '../input/store-options.js'
import { withStore } from '../with-store.js'
import { noApplication } from './no-application.js'

/** Delete an application. */
export const applicationDeleteCommand = defineCommand({
  summary: 'Delete an application.',
  details: 'Delete an application: tokens for it make no more calls. Calls that run go on.',
  operand: '<sid>',
  options: accountOption,
  async run(call) {
    const sid = readSid(call.operand, 'AP', 'the application')
    await withStore(call, async (open) => {
      const account = await findAccount(open, call.options['account-sid'])
      if (!(await open.store.applications.delete(account.sid, sid))) throw noApplication(sid, account)
      call.ports.terminal.stdout.write(`deleted ${sid}\n`)
    })
  },
})
