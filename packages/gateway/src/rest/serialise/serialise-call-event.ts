import { z } from 'zod'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import type { WebhookDetail } from '../../call/application/webhook-detail.js'
import type { CallEventRecord } from '../../call/call-event-record.js'
import { count } from './resource-field.js'

/** One webhook of a call (Twilio, "Call Events resource"). */
export const callEventResource = z
  .object({
    request: z.object({
      method: z.string().nullable(),
      url: z.string().nullable(),
      parameters: z.record(z.string(), z.string()),
    }),
    response: z.object({
      response_code: count.nullable(),
      request_duration: count.meta({ description: 'Milliseconds, repetitions and redirects included.' }),
      content_type: z.string().nullable(),
      response_body: z.string().nullable(),
      date_created: z.string(),
    }),
  })
  .meta({ id: 'CallEvent', description: 'A request that a call sent to its application, and the answer.' })

/** Write a webhook of a call's timeline as the REST API does. */
export function serialiseCallEvent({ at, detail }: CallEventRecord): z.infer<typeof callEventResource> {
  // The one who made the event wrote it: see its kinds.
  const webhook = detail as unknown as WebhookDetail
  const last = webhook.attempts.at(-1)
  return {
    request: { method: last?.method ?? null, url: last?.url ?? null, parameters: { ...webhook.parameters } },
    response: {
      response_code: webhook.status ?? null,
      request_duration: Math.round(webhook.attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      content_type: webhook.contentType ?? null,
      response_body: webhook.response ?? null,
      date_created: formatRfc2822(at),
    },
  }
}
