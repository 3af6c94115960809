import { serialiseApiKey } from '../../rest/serialise/serialise-api-key.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { accountOption, jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { readOldestFirst } from '../read-oldest-first.js'
import { withStore } from '../with-store.js'
import { formatApiKeyList } from './format-api-key.js'

/** List the API keys of an account. */
export const apiKeyListCommand = defineCommand({
  summary: 'List the API keys of an account.',
  details: 'List the API keys of an account, oldest first, without their secrets.',
  options: { ...accountOption, ...jsonOption },
  async run(call) {
    await withStore(call, async (open) => {
      const { sid } = await findAccount(open, call.options['account-sid'])
      const keys = await readOldestFirst((page) => open.store.apiKeys.list(sid, page))
      answer(call, { resource: keys.map(serialiseApiKey), text: formatApiKeyList(keys) })
    })
  },
})
