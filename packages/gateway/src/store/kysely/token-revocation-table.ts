import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { TokenRevocation } from '../../account/token-revocation.js'
import type { TokenRevocationStore } from '../token-revocation-store.js'
import { readPage } from './page-order.js'
import { type Engine, prepareFind } from './prepare-find.js'
import type { Database } from './schema.js'

const columns = ['seq', 'accountSid', 'kind', 'value', 'issuedBefore', 'expiresAt', 'createdAt'] as const

/** Revocations of tokens in SQL. */
export function createTokenRevocationTable(engine: Engine): TokenRevocationStore {
  const { db } = engine
  const by = ['accountSid', 'value', 'kind'] as const
  const find = prepareFind(engine, { table: 'tokenRevocations', columns, by }, toRevocation)
  return {
    async revoke(revocation) {
      await db
        .insertInto('tokenRevocations')
        .values(toRow(revocation))
        .onConflict((conflict) =>
          conflict
            .columns(['accountSid', 'value', 'kind'])
            .doUpdateSet({ issuedBefore: later('issuedBefore'), expiresAt: later('expiresAt') }),
        )
        .execute()
    },

    async concerning(accountSid, { tokenId, clientNames }) {
      const byName = [...new Set(clientNames)].map((name) => find(accountSid, name, 'client-name'))
      const byId = tokenId === undefined ? [] : [find(accountSid, tokenId, 'token-id')]
      const revocations = await Promise.all([...byId, ...byName])
      return revocations.filter((revocation) => revocation !== undefined)
    },

    list(accountSid, page) {
      const revocations = db.selectFrom('tokenRevocations').select(columns).where('accountSid', '=', accountSid)
      return readPage(revocations, { page, order: { time: 'createdAt', tie: 'seq' } }, toRevocation)
    },

    async prune(nowSeconds) {
      const { numDeletedRows } = await db
        .deleteFrom('tokenRevocations')
        .where('expiresAt', '<=', nowSeconds)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

/** Of the value that is kept and the one that comes, the greater. */
function later(column: 'issuedBefore' | 'expiresAt'): RawBuilder<number> {
  const [kept, come] = [sql.ref<number>(`tokenRevocations.${column}`), sql.ref<number>(`excluded.${column}`)]
  return sql<number>`case when ${come} > ${kept} then ${come} else ${kept} end`
}

function toRow(revocation: TokenRevocation): Omit<Selectable<Database['tokenRevocations']>, 'seq'> {
  const { accountSid, kind, expiresAt, createdAt } = revocation
  const common = { accountSid, kind, expiresAt, createdAt }
  return revocation.kind === 'token-id'
    ? { ...common, value: revocation.tokenId, issuedBefore: null }
    : { ...common, value: revocation.clientName, issuedBefore: revocation.issuedBefore }
}

function toRevocation({
  accountSid,
  kind,
  value,
  issuedBefore,
  ...times
}: Selectable<Database['tokenRevocations']>): TokenRevocation {
  const { expiresAt, createdAt } = times
  return kind === 'token-id'
    ? { kind, accountSid, tokenId: value, expiresAt, createdAt }
    : { kind, accountSid, clientName: value, issuedBefore: issuedBefore ?? 0, expiresAt, createdAt }
}
