import type { Kysely } from 'kysely'
import type { Store } from '../store.js'
import type { Database } from './schema.js'

/** Revoked token ids in SQL. */
export function createRevokedTokenTable(db: Kysely<Database>): Store['revokedTokens'] {
  return {
    async revoke(accountSid, tokenId, expiresAt) {
      await db
        .insertInto('revokedTokens')
        .values({ accountSid, tokenId, expiresAt })
        .onConflict((conflict) =>
          conflict
            .columns(['accountSid', 'tokenId'])
            .doUpdateSet({ expiresAt })
            // A revocation is never cut short by a later, shorter one.
            .where('revokedTokens.expiresAt', '<', expiresAt),
        )
        .execute()
    },

    async has(accountSid, tokenId) {
      const row = await db
        .selectFrom('revokedTokens')
        .select('tokenId')
        .where('accountSid', '=', accountSid)
        .where('tokenId', '=', tokenId)
        .executeTakeFirst()
      return row !== undefined
    },

    async prune(nowSeconds) {
      const { numDeletedRows } = await db
        .deleteFrom('revokedTokens')
        .where('expiresAt', '<=', nowSeconds)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
