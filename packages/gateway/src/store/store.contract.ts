import { describe, onTestFinished } from 'vitest'
import { accountContract } from './contract/account.contract.js'
import { apiKeyContract } from './contract/api-key.contract.js'
import { applicationContract } from './contract/application.contract.js'
import { callDeletionContract } from './contract/call-deletion.contract.js'
import { callEventContract } from './contract/call-event.contract.js'
import { callListContract } from './contract/call-list.contract.js'
import { callUsageContract } from './contract/call-usage.contract.js'
import { callContract } from './contract/call.contract.js'
import { incomingPhoneNumberContract } from './contract/incoming-phone-number.contract.js'
import { lifeContract } from './contract/life.contract.js'
import { notificationContract } from './contract/notification.contract.js'
import type { OpenStore } from './contract/open-store.contract.js'
import { pagingContract } from './contract/paging.contract.js'
import { presenceWebhookContract } from './contract/presence-webhook.contract.js'
import { tokenRevocationContract } from './contract/token-revocation.contract.js'
import { userDefinedMessageSubscriptionContract } from './contract/user-defined-message-subscription.contract.js'
import type { Store } from './store.js'
import { anAccount } from './store-rows.contract.js'

const contracts: readonly ((open: OpenStore) => void)[] = [
  accountContract,
  apiKeyContract,
  applicationContract,
  incomingPhoneNumberContract,
  callContract,
  callListContract,
  callDeletionContract,
  callUsageContract,
  pagingContract,
  callEventContract,
  notificationContract,
  userDefinedMessageSubscriptionContract,
  tokenRevocationContract,
  presenceWebhookContract,
  lifeContract,
]

/** What every store does, whatever it is kept in. `open` gives an empty one, apart from every other. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  const openWithAccount: OpenStore = async () => {
    const store = await open()
    onTestFinished(() => store.close())
    await store.accounts.insert(anAccount())
    return store
  }

  describe(`store ${name}`, () => {
    for (const contract of contracts) contract(openWithAccount)
  })
}
