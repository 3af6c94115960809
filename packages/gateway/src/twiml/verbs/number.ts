import { isPhoneNumber } from '../../account/phone-number.js'
import { checkElement } from '../check-element.js'
import type { NumberTarget } from '../document.js'
import type { TwimlElement } from '../element.js'
import type { Reading } from '../reading.js'
import { readScreening } from './screening.js'
import { readStatusCallback } from './status-callback.js'
import { positionOf } from './verb-module.js'

/**
 * Read `<Number>` (Twilio, "TwiML Voice: Number").
 *
 * @returns undefined when its text is no telephone number, which has been remarked on
 */
export function readNumber(element: TwimlElement, reading: Reading): NumberTarget | undefined {
  const checked = checkElement(element, reading)
  const number = readPlainNumber(element, reading)
  const statusCallback = readStatusCallback(checked, reading)
  const own = { sendDigits: checked.values['sendDigits'], screening: readScreening(checked, reading) }
  return number && { ...number, ...own, statusCallback }
}

/** Read the text of `<Dial>`, which is a number. */
export function readPlainNumber(element: TwimlElement, reading: Reading): NumberTarget | undefined {
  const phoneNumber = toE164(element.text.replace(/[\s().-]/g, ''))
  if (isPhoneNumber(phoneNumber)) {
    const nothing = { sendDigits: undefined, screening: undefined, statusCallback: undefined }
    return { phoneNumber, position: positionOf(element), ...nothing }
  }
  const hint = 'Text that stands directly in <Dial> is a number: a client belongs into <Client>.'
  reading.remark(13223, `The text of <${element.name}> is no telephone number; it was not dialled. ${hint}`, element)
  return undefined
}

/** Without a plus ten digits are a number of North America; any others begin with the code of their country. */
function toE164(digits: string): string {
  if (digits.startsWith('+')) return digits
  return /^[2-9]\d{9}$/.test(digits) ? `+1${digits}` : `+${digits}`
}
