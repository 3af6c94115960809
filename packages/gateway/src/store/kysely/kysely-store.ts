import { CamelCasePlugin, type Dialect, Kysely, type LogConfig } from 'kysely'
import type { Store } from '../store.js'
import { createAccountTable } from './account-table.js'
import { createApiKeyTable } from './api-key-table.js'
import { createApplicationTable } from './application-table.js'
import { createCallEventTable } from './call-event-table.js'
import { createCallTable } from './call-table.js'
import { createIncomingPhoneNumberTable } from './incoming-phone-number-table.js'
import { createNotificationTable } from './notification-table.js'
import { createPresenceWebhookTable } from './presence-webhook-table.js'
import type { Engine } from './prepare-find.js'
import type { Database } from './schema.js'
import { createTokenRevocationTable } from './token-revocation-table.js'
import { createUserDefinedMessageSubscriptionTable } from './user-defined-message-subscription-table.js'

/** A query builder over the schema: names in camel case here, in snake case in the database. */
export function createKysely(dialect: Dialect, log?: LogConfig): Kysely<Database> {
  return new Kysely({ dialect, plugins: [new CamelCasePlugin()], ...(log === undefined ? {} : { log }) })
}

/** The store over any engine that kysely speaks to, whose schema has been brought up to date. */
export function createKyselyStore(engine: Engine): Store {
  const { db } = engine
  const readForeignVersion = engine.prepareRow(engine.foreignVersionSql, ([version]) => Number(version))
  return {
    accounts: createAccountTable(engine),
    apiKeys: createApiKeyTable(engine),
    applications: createApplicationTable(engine),
    incomingPhoneNumbers: createIncomingPhoneNumberTable(engine),
    calls: createCallTable(engine),
    callEvents: createCallEventTable(db),
    notifications: createNotificationTable(engine),
    userDefinedMessageSubscriptions: createUserDefinedMessageSubscriptionTable(db),
    revokedTokens: createTokenRevocationTable(engine),
    presenceWebhooks: createPresenceWebhookTable(engine),

    foreignVersion: async () => (await readForeignVersion([])) ?? Number.NaN,

    async ping() {
      await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute()
    },

    close: () => db.destroy(),
  }
}
