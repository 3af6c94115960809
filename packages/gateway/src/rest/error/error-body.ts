import type { ErrorCode } from '@ringdown/protocol'
import { z } from 'zod'
import { count } from '../serialise/resource-field.js'
import type { RestError } from './rest-error.js'

/** The body of every answer from 400 on (Twilio, "Twilio's Response", "Error and Warning Dictionary"). */
export const errorBody = z
  .object({
    code: count.meta({ description: 'A number of the error catalogue.' }),
    message: z.string(),
    more_info: z.string(),
    status: count.meta({ description: 'The HTTP status.' }),
  })
  .meta({ id: 'Error', description: 'What went wrong, as the official API says it.' })

/** Write an error as the REST API does. */
export function toErrorBody({
  code,
  message,
  status,
}: Pick<RestError, 'code' | 'message' | 'status'>): z.infer<typeof errorBody> {
  return { code, message, more_info: moreInfoOf(code), status }
}

/** Where an error is explained. */
export function moreInfoOf(code: ErrorCode): string {
  return `https://www.twilio.com/docs/errors/${code}`
}
