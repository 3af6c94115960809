import { createApplication } from '../../account/create-application.js'
import { serialiseApplication } from '../../rest/serialise/serialise-application.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { accountOption, jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { withStore } from '../with-store.js'
import { applicationOptions } from './application-options.js'
import { formatApplication } from './format-application.js'
import { readApplicationOptions, urlHelp } from './read-application-options.js'

/** Make an application. */
export const applicationCreateCommand = defineCommand({
  summary: 'Make an application.',
  details: `Make a TwiML application: the URLs that answer the calls of devices. A token
lets a device call out to one application, by its SID. Methods are POST when
left out.

${urlHelp}`,
  options: { ...applicationOptions, ...accountOption, ...jsonOption },
  async run(call) {
    const { ports, options } = call
    const settings = await readApplicationOptions(options, ports)
    await withStore(call, async (open) => {
      const { sid: accountSid } = await findAccount(open, options['account-sid'])
      const draft = { friendlyName: '', ...settings, sid: ports.ids.sid('AP'), accountSid }
      const application = createApplication(draft, ports.clock.now())
      await open.store.applications.insert(application)
      answer(call, { resource: serialiseApplication(application), text: formatApplication(application) })
    })
  },
})
