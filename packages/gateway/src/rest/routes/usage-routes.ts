import { z } from 'zod'
import { accountOf } from '../auth/caller.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { sliceRows } from '../paging/slice-rows.js'
import { day, toDayMs } from '../parameter/day.js'
import { text } from '../parameter/text.js'
import { truth } from '../parameter/truth.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { serialiseUsageRecord, usageRecordResource } from '../serialise/serialise-usage-record.js'
import { accountsToSum, sumUsage } from '../usage/sum-usage.js'
import { startOfDay } from '../calendar-day.js'
import { type Division, divisions } from '../usage/usage-interval.js'
import { usageRowKey, usageRows } from '../usage/usage-row.js'
import { operation } from './operation.js'
import { accountPath } from './resource-path.js'

const querystring = z.object({
  Category: text(64).exactOptional(),
  StartDate: day().exactOptional(),
  EndDate: day().exactOptional(),
  IncludeSubaccounts: truth().exactOptional(),
  ...pageQuery,
})
const listed = {
  params: accountPath,
  querystring,
  answers: { 200: pageOf('usage_records', usageRecordResource) },
}

/** Records of usage: calls and their minutes, summed up by category and span of days (Twilio, "UsageRecord resource"). */
export function addUsageRoutes(scope: RestScope, ports: RestPorts): void {
  for (const division of divisions) addDivision(scope, ports, division)
}

function addDivision(scope: RestScope, { store, clock }: RestPorts, division: Division): void {
  const list = `/Accounts/:AccountSid/Usage/Records${division.path}.json`
  scope.get(list, operation('Usage', division.summary, listed), async (request) => {
    const { Category, StartDate, EndDate, IncludeSubaccounts = true } = request.query
    const account = accountOf(request)
    const now = clock.now()
    const today = startOfDay(now)
    const spans = division.spansOf({
      startDay: StartDate && toDayMs(StartDate, today),
      endDay: EndDate && toDayMs(EndDate, today),
      createdAt: account.createdAt,
      now,
    })
    const { rows, ...beside } = sliceRows(usageRows(spans, Category), toPageRequest(request.query), usageRowKey)
    const accountSids = await accountsToSum(store, account, IncludeSubaccounts)
    const page = { rows: await sumUsage(store, accountSids, rows), ...beside }
    const context = { accountSid: account.sid, division, now }
    return toPageBody(request, 'usage_records', page, (sum) => serialiseUsageRecord(sum, context))
  })
}
