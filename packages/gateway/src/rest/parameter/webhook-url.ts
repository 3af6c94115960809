import type { ErrorCode } from '@ringdown/protocol'
import { z } from 'zod'
import { isWebhookUrl, maxWebhookUrlLength } from '../../webhook/is-webhook-url.js'
import type { ReadText } from './choice.js'
import { parameter } from './parameter.js'

/** The URL of an application, kept as it was written: fragment and user info mean something to webhooks. Empty clears it. */
export function webhookUrl(code: ErrorCode = 21205): ReadText<string | null> {
  const schema = z
    .string()
    .refine((given) => given === '' || isWebhookUrl(given))
    .transform((given) => (given === '' ? null : given))
  const allowed = `an absolute http or https URL of at most ${maxWebhookUrlLength} characters, such as https://app.example/voice`
  return parameter(schema, { code, allowed }, { format: 'uri', maxLength: maxWebhookUrlLength })
}
