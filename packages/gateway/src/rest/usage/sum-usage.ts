import type { AccountSid } from '@ringdown/protocol'
import type { Account } from '../../account/account.js'
import type { DailyUsage } from '../../store/call-store.js'
import type { Store } from '../../store/store.js'
import { dayMs } from '../calendar-day.js'
import type { UsageRow } from './usage-row.js'

/** What was used of a category in a span of days. */
export interface UsageSum extends UsageRow {
  /** How many calls. */
  readonly count: number
  readonly minutes: number
}

/** Sum up the rows of a page, from the calls of some accounts. */
export async function sumUsage(
  store: Pick<Store, 'calls'>,
  accountSids: readonly AccountSid[],
  rows: readonly UsageRow[],
): Promise<readonly UsageSum[]> {
  if (rows.length === 0) return []
  const from = Math.min(...rows.map(({ span }) => span.first))
  const before = Math.max(...rows.map(({ span }) => span.last)) + dayMs
  const usage: DailyUsage[] = []
  for (const sid of accountSids) usage.push(...(await store.calls.usage(sid, { from, before })))
  return rows.map((row) => {
    const { category, span } = row
    const held = usage.filter((each) => each.day >= span.first && each.day <= span.last && category.holds(each))
    const total = (pick: (each: DailyUsage) => number): number => held.reduce((sum, each) => sum + pick(each), 0)
    return { ...row, count: total(({ calls }) => calls), minutes: total(({ minutes }) => minutes) }
  })
}

/** An account, and its sub-accounts if they are to be counted in. */
export async function accountsToSum(
  { accounts }: Pick<Store, 'accounts'>,
  account: Account,
  includesSubAccounts: boolean,
): Promise<readonly AccountSid[]> {
  if (!includesSubAccounts || account.ownerAccountSid !== account.sid) return [account.sid]
  const sids: AccountSid[] = []
  let after: string | undefined
  do {
    const page = await accounts.list(account, {}, { limit: 1_000, after })
    sids.push(...page.rows.map(({ sid }) => sid))
    after = page.next
  } while (after !== undefined)
  return sids
}
