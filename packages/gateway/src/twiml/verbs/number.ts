import { isPhoneNumber } from '../../account/phone-number.js'
import { checkElement } from '../check-element.js'
import type { NumberTarget } from '../document.js'
import type { TwimlElement } from '../element.js'
import type { Reading } from '../reading.js'
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
  return number && { ...number, sendDigits: checked.values['sendDigits'], statusCallback }
}

/** Read the text of `<Dial>`, which is a number. */
export function readPlainNumber(element: TwimlElement, reading: Reading): NumberTarget | undefined {
  const digits = element.text.replace(/[\s().-]/g, '')
  // A number that is written without its plus still begins with the code of its country.
  const phoneNumber = digits.startsWith('+') ? digits : `+${digits}`
  if (isPhoneNumber(phoneNumber)) {
    return { phoneNumber, position: positionOf(element), sendDigits: undefined, statusCallback: undefined }
  }
  const hint = 'Text that stands directly in <Dial> is a number: a client belongs into <Client>.'
  reading.remark(13223, `The text of <${element.name}> is no telephone number; it was not dialled. ${hint}`, element)
  return undefined
}
