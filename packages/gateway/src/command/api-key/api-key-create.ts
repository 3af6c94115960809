import type { ApiKey } from '../../account/api-key.js'
import { serialiseNewApiKey } from '../../rest/serialise/serialise-api-key.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { friendlyNameOption, readFriendlyName } from '../input/read-friendly-name.js'
import { accountOption, jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { withStore } from '../with-store.js'
import { formatApiKey } from './format-api-key.js'

/** Make an API key. */
export const apiKeyCreateCommand = defineCommand({
  summary: 'Make an API key, and show its secret.',
  details: `Make an API key. Servers sign access tokens with it, which newer SDKs take in
place of capability tokens. Its secret is in the answer, and never shown again.`,
  options: { ...friendlyNameOption, ...accountOption, ...jsonOption },
  async run(call) {
    const { ports, options } = call
    const friendlyName = readFriendlyName(options)
    await withStore(call, async (open) => {
      const { sid: accountSid } = await findAccount(open, options['account-sid'])
      const now = ports.clock.now()
      const key: ApiKey = {
        sid: ports.ids.sid('SK'),
        accountSid,
        friendlyName,
        secret: ports.ids.secret(),
        createdAt: now,
        updatedAt: now,
      }
      await open.store.apiKeys.insert(key)
      answer(call, {
        resource: serialiseNewApiKey(key),
        text: formatApiKey(key, { Secret: key.secret }),
        note: 'The secret is not shown again: keep it where your servers find it, and nobody else.',
      })
    })
  },
})
