import { z } from 'zod'
import { accountOf } from '../auth/caller.js'
import type { RestScope } from '../rest-scope.js'
import { operation } from './operation.js'
import { accountPath } from './resource-path.js'

const balanceResource = z
  .object({ account_sid: z.string(), balance: z.string(), currency: z.string() })
  .meta({ id: 'Balance', description: 'What an account has left: nothing is charged here, so always the same.' })

/** The balance of an account: a constant, for programs that look at it before they call (Twilio, "Balance resource"). */
export function addBalanceRoutes(scope: RestScope): void {
  scope.get(
    '/Accounts/:AccountSid/Balance.json',
    operation('Balance', 'Fetch the balance', { params: accountPath, answers: { 200: balanceResource } }),
    (request) => ({ account_sid: accountOf(request).sid, balance: '0.00', currency: 'USD' }),
  )
}
