import { CamelCasePlugin, type Dialect, Kysely, type LogConfig } from 'kysely'
import type { Store } from '../store.js'
import { createAccountTable } from './account-table.js'
import { createApiKeyTable } from './api-key-table.js'
import { createApplicationTable } from './application-table.js'
import { createCallEventTable } from './call-event-table.js'
import { createCallTable } from './call-table.js'
import { createIncomingPhoneNumberTable } from './incoming-phone-number-table.js'
import { createNotificationTable } from './notification-table.js'
import type { Database } from './schema.js'
import { createTokenRevocationTable } from './token-revocation-table.js'
import { createUserDefinedMessageSubscriptionTable } from './user-defined-message-subscription-table.js'

/** A query builder over the schema: names in camel case here, in snake case in the database. */
export function createKysely(dialect: Dialect, log?: LogConfig): Kysely<Database> {
  return new Kysely({ dialect, plugins: [new CamelCasePlugin()], ...(log === undefined ? {} : { log }) })
}

/** The store over any engine that kysely speaks to, whose schema has been brought up to date. */
export function createKyselyStore(db: Kysely<Database>): Store {
  return {
    accounts: createAccountTable(db),
    apiKeys: createApiKeyTable(db),
    applications: createApplicationTable(db),
    incomingPhoneNumbers: createIncomingPhoneNumberTable(db),
    calls: createCallTable(db),
    callEvents: createCallEventTable(db),
    notifications: createNotificationTable(db),
    userDefinedMessageSubscriptions: createUserDefinedMessageSubscriptionTable(db),
    revokedTokens: createTokenRevocationTable(db),

    async ping() {
      await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute()
    },

    close: () => db.destroy(),
  }
}
