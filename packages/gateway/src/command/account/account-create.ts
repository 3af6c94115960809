import type { Account } from '../../account/account.js'
import { serialiseAccount } from '../../rest/serialise/serialise-account.js'
import type { ProgramPorts } from '../command.js'
import { defineCommand } from '../define-command.js'
import { friendlyNameOption, readFriendlyName } from '../input/read-friendly-name.js'
import { jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { type OpenStore, withStore } from '../with-store.js'
import { formatAccount } from './format-account.js'

/** Make an account. */
export const accountCreateCommand = defineCommand({
  summary: 'Make an account, and show its auth token.',
  details: `Make an account with a random SID and auth token. In an empty store it is the
one that RINGDOWN_ACCOUNT_SID and RINGDOWN_AUTH_TOKEN name, if they are set.

The answer holds the auth token: whoever has it can do everything in the
account.`,
  options: { ...friendlyNameOption, ...jsonOption },
  async run(call) {
    const { ports, flags, options } = call
    const friendlyName = readFriendlyName(options)
    await withStore({ ports, flags, mayCreate: true }, async (open) => {
      const account = await newAccount(open, ports, friendlyName)
      await open.store.accounts.insert(account)
      answer(call, {
        resource: serialiseAccount(account),
        text: formatAccount(account, { 'Auth token': account.authToken }),
        note: 'Keep the auth token to yourself: your servers issue tokens for devices with it.',
      })
    })
  },
})

async function newAccount({ store, config }: OpenStore, ports: ProgramPorts, friendlyName: string): Promise<Account> {
  const isEmpty = (await store.accounts.all()).length === 0
  // In a store with an account these count no more, so that this is the only moment at which they can.
  const chosen = isEmpty ? config.firstAccount : undefined
  const sid = chosen?.sid ?? ports.ids.sid('AC')
  const now = ports.clock.now()
  return {
    sid,
    friendlyName,
    status: 'active',
    authToken: chosen?.authToken ?? ports.ids.secret(),
    secondaryAuthToken: null,
    ownerAccountSid: sid,
    createdAt: now,
    updatedAt: now,
  }
}
