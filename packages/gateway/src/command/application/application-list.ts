import { serialiseApplication } from '../../rest/serialise/serialise-application.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { accountOption, jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { readOldestFirst } from '../read-oldest-first.js'
import { withStore } from '../with-store.js'
import { formatApplicationList } from './format-application.js'

/** List the applications of an account. */
export const applicationListCommand = defineCommand({
  summary: 'List the applications of an account.',
  details: `List the applications of an account, oldest first. Passwords in URLs are masked
in the table, and stand in the JSON, as in that of the REST API.`,
  options: { ...accountOption, ...jsonOption },
  async run(call) {
    await withStore(call, async (open) => {
      const { sid } = await findAccount(open, call.options['account-sid'])
      const applications = await readOldestFirst((page) => open.store.applications.list(sid, {}, page))
      const isEmpty = applications.length === 0
      answer(call, {
        resource: applications.map(serialiseApplication),
        text: formatApplicationList(applications),
        note: isEmpty
          ? `The account ${sid} has no applications: ringdown-gateway application create makes one.`
          : undefined,
      })
    })
  },
})
