import { type DeviceErrorCode, deviceErrorCatalogue } from './catalogue/device-error-catalogue.js'
import { dialErrors } from './catalogue/dial-errors.js'
import type { ErrorEntry } from './catalogue/error-entry.js'
import { queueErrors } from './catalogue/queue-errors.js'
import { restErrors } from './catalogue/rest-errors.js'
import { verbErrors } from './catalogue/verb-errors.js'
import { webhookErrors } from './catalogue/webhook-errors.js'

/** Every error number that device, gateway, REST API or TwiML interpreter can give. */
export type ErrorCode =
  | DeviceErrorCode
  | keyof typeof dialErrors
  | keyof typeof queueErrors
  | keyof typeof restErrors
  | keyof typeof verbErrors
  | keyof typeof webhookErrors

/**
 * The error catalogue: Twilio's numbers, names and texts (error dictionary; `@twilio/voice-sdk` 2.x for what it raises),
 * and what a person can do. The only source of error numbers; keys come in ascending order.
 */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = Object.freeze({
  ...deviceErrorCatalogue,
  ...dialErrors,
  ...queueErrors,
  ...restErrors,
  ...verbErrors,
  ...webhookErrors,
})

/** Whether the catalogue knows this number. */
export function isErrorCode(code: number): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}
