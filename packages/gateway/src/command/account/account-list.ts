import { serialiseAccount } from '../../rest/serialise/serialise-account.js'
import { defineCommand } from '../define-command.js'
import { jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { withStore } from '../with-store.js'
import { formatAccountList } from './format-account.js'

/** List the accounts. */
export const accountListCommand = defineCommand({
  summary: 'List the accounts.',
  details: `List the accounts, oldest first. The table holds no secrets; the JSON holds the
primary auth tokens, as that of the REST API.`,
  options: jsonOption,
  async run(call) {
    await withStore(call, async ({ store }) => {
      const accounts = await store.accounts.all()
      answer(call, {
        resource: accounts.map(serialiseAccount),
        text: formatAccountList(accounts),
        note: accounts.length === 0 ? 'Make the first account with ringdown-gateway account create.' : undefined,
      })
    })
  },
})
