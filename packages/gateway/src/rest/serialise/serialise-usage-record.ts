import type { AccountSid } from '@ringdown/protocol'
import { z } from 'zod'
import type { UsageSum } from '../usage/sum-usage.js'
import { formatDay } from '../calendar-day.js'
import { type Division, divisions } from '../usage/usage-interval.js'
import { apiVersion } from './api-version.js'
import { uriPath } from './resource-field.js'

const day = z.string().meta({ description: 'YYYY-MM-DD, in UTC.' })
const figure = z.string().meta({ description: 'A number.' })

/** A record of usage as the REST API writes it (Twilio, "UsageRecord resource"). */
export const usageRecordResource = z
  .object({
    account_sid: z.string(),
    api_version: z.string(),
    as_of: z.string().meta({ description: 'ISO 8601, in UTC.', examples: ['2026-11-20T22:00:00+00:00'] }),
    category: z.string(),
    count: figure,
    count_unit: z.string(),
    description: z.string(),
    start_date: day,
    end_date: day,
    price: figure,
    price_unit: z.string(),
    usage: figure,
    usage_unit: z.string(),
    uri: uriPath,
    subresource_uris: z.record(z.string(), z.string()),
  })
  .meta({ id: 'UsageRecord', description: 'What an account has used of a category in a span of days.' })

/** Where and when a record is asked for. */
export interface UsageContext {
  readonly accountSid: AccountSid
  readonly division: Division
  /** Unix milliseconds. */
  readonly now: number
}

/** Write a record of usage as the REST API does. */
export function serialiseUsageRecord(
  { category: { name, description, countUnit }, span, count, minutes }: UsageSum,
  { accountSid, division, now }: UsageContext,
): z.infer<typeof usageRecordResource> {
  const records = `/${apiVersion}/Accounts/${accountSid}/Usage/Records`
  const [start, end] = [formatDay(span.first), formatDay(span.last)]
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    as_of: `${new Date(now).toISOString().slice(0, 19)}+00:00`,
    category: name,
    count: String(count),
    count_unit: countUnit,
    description,
    start_date: start,
    end_date: end,
    // Nothing costs anything here.
    price: '0',
    price_unit: 'usd',
    usage: String(minutes),
    usage_unit: 'minutes',
    uri: `${records}${division.path}.json?Category=${name}&StartDate=${start}&EndDate=${end}`,
    subresource_uris: Object.fromEntries(
      divisions
        .filter(({ path }) => path !== '')
        .map(({ key, path }) => [key, `${records}${path}.json?Category=${name}`]),
    ),
  }
}
