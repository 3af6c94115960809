import { z } from 'zod'
import type { ApiKey } from '../../account/api-key.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { rfc2822 } from './resource-field.js'

/** An API key as the REST API writes it (Twilio, "Key resource"). */
export const apiKeyResource = z
  .object({ sid: z.string(), friendly_name: z.string(), date_created: rfc2822, date_updated: rfc2822 })
  .meta({ id: 'Key', description: 'A key that signs access tokens, and authenticates like the account.' })

/** An API key in the one answer that holds its secret: that to its making. */
export const newApiKeyResource = apiKeyResource
  .extend({ secret: z.string().meta({ description: 'Shown this once.' }) })
  .meta({ id: 'NewKey', description: 'A key that was just made.' })

/** What {@link apiKeyResource} describes. */
export type ApiKeyResource = z.infer<typeof apiKeyResource>

/** What {@link newApiKeyResource} describes. */
export type NewApiKeyResource = z.infer<typeof newApiKeyResource>

/** Write an API key as the REST API does, without its secret. */
export function serialiseApiKey({ sid, friendlyName, createdAt, updatedAt }: ApiKey): ApiKeyResource {
  return {
    sid,
    friendly_name: friendlyName,
    date_created: formatRfc2822(createdAt),
    date_updated: formatRfc2822(updatedAt),
  }
}

/** Write an API key as the REST API does when it was just made. */
export function serialiseNewApiKey(key: ApiKey): NewApiKeyResource {
  return { ...serialiseApiKey(key), secret: key.secret }
}
