import { deviceErrors } from './device-errors.js'
import type { ErrorEntry } from './error-entry.js'
import { sipErrors } from './sip-errors.js'
import { tokenErrors } from './token-errors.js'

/** A number that a device can meet. */
export type DeviceErrorCode = keyof typeof deviceErrors | keyof typeof sipErrors | keyof typeof tokenErrors

/** The part of the error catalogue that a device can meet, for code that must stay small. */
export const deviceErrorCatalogue: Readonly<Record<DeviceErrorCode, ErrorEntry>> = Object.freeze({
  ...deviceErrors,
  ...sipErrors,
  ...tokenErrors,
})
