import { serialiseApplication } from '../../rest/serialise/serialise-application.js'
import { usageError } from '../command-error.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { readSid } from '../input/read-sid.js'
import { accountOption, jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { withStore } from '../with-store.js'
import { applicationOptions } from './application-options.js'
import { formatApplication } from './format-application.js'
import { noApplication } from './no-application.js'
import { readApplicationOptions, urlHelp } from './read-application-options.js'

/** Change an application. */
export const applicationUpdateCommand = defineCommand({
  summary: 'Change an application.',
  details: `Change an application: what is not given stays. The next call follows it.

${urlHelp}`,
  operand: '<sid>',
  options: { ...applicationOptions, ...accountOption, ...jsonOption },
  async run(call) {
    const { operand, ports, options } = call
    const sid = readSid(operand, 'AP', 'the application')
    const settings = await readApplicationOptions(options, ports)
    if (Object.keys(settings).length === 0) throw usageError('say what to change, for example --voice-url=…')
    await withStore(call, async (open) => {
      const account = await findAccount(open, options['account-sid'])
      const changed = await open.store.applications.update(account.sid, sid, settings, ports.clock.now())
      if (changed === undefined) throw noApplication(sid, account)
      answer(call, { resource: serialiseApplication(changed), text: formatApplication(changed) })
    })
  },
})
