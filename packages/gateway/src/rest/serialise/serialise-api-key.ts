import type { ApiKey } from '../../account/api-key.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'

/** An API key as the REST API writes it (Twilio, "Key resource"). */
export interface ApiKeyResource {
  readonly sid: string
  readonly friendly_name: string
  /** RFC 2822, in UTC. */
  readonly date_created: string
  /** RFC 2822, in UTC. */
  readonly date_updated: string
}

/** An API key in the one answer that holds its secret: that to its making. */
export interface NewApiKeyResource extends ApiKeyResource {
  readonly secret: string
}

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
