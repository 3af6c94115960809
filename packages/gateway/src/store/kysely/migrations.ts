import type { Migration } from 'kysely'
import type { EngineTypes } from './engine-types.js'
import { initial } from './migrations/0001-initial.js'
import { restLists } from './migrations/0002-rest-lists.js'
import { tokenRevocations } from './migrations/0003-token-revocations.js'
import { numbersAndSubscriptions } from './migrations/0004-numbers-and-subscriptions.js'
import { presenceWebhooks } from './migrations/0005-presence-webhooks.js'
import { responseHeaders } from './migrations/0006-response-headers.js'
import { phoneNumberTypes } from './migrations/0007-phone-number-types.js'

/** Every migration under its name. Names sort in the order of running, and a released one is never changed. */
export function migrations(types: EngineTypes): Readonly<Record<string, Migration>> {
  return {
    '0001-initial': initial(types),
    '0002-rest-lists': restLists,
    '0003-token-revocations': tokenRevocations(types),
    '0004-numbers-and-subscriptions': numbersAndSubscriptions,
    '0005-presence-webhooks': presenceWebhooks,
    '0006-response-headers': responseHeaders,
    '0007-phone-number-types': phoneNumberTypes,
  }
}
