import { z } from 'zod'
import type { PresenceWebhook } from '../../account/presence-webhook.js'
import { httpMethods } from '../../http-method.js'
import { ownRoot } from './api-version.js'
import { iso8601, toIso8601, uriPath } from './resource-field.js'

/** A presence webhook, as Ringdown's own API writes it. */
export const presenceWebhookResource = z
  .object({
    account_sid: z.string(),
    url: z.string(),
    method: z.enum(httpMethods),
    date_created: iso8601,
    date_updated: iso8601,
    uri: uriPath,
  })
  .meta({ id: 'PresenceWebhook', description: 'Where an account is told who comes and who goes.' })

/** Write a presence webhook. */
export function serialisePresenceWebhook(webhook: PresenceWebhook): z.infer<typeof presenceWebhookResource> {
  const { accountSid, url, method, createdAt, updatedAt } = webhook
  return {
    ...{ account_sid: accountSid, url, method },
    date_created: toIso8601(createdAt),
    date_updated: toIso8601(updatedAt),
    uri: `${ownRoot}/Accounts/${accountSid}/PresenceWebhook`,
  }
}
