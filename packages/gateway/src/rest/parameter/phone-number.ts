import { z } from 'zod'
import { isPhoneNumber } from '../../account/phone-number.js'
import { parameter } from './parameter.js'

/** A telephone number (21421 otherwise). */
export function phoneNumber(): z.ZodString {
  const allowed = 'a number in E.164 form, such as +15551234567'
  return parameter(z.string().refine(isPhoneNumber), { code: 21421, allowed }, { maxLength: 16 })
}

/** A part of a telephone number, in which `*` stands for any digit (21421 otherwise). */
export function phoneNumberPart(): z.ZodString {
  const allowed = 'at most 16 of the characters 0-9 + *'
  return parameter(z.string().regex(/^[\d+*]{0,16}$/), { code: 21421, allowed })
}

/** An area code of North America (21451 otherwise). */
export function areaCode(): z.ZodString {
  return parameter(z.string().regex(/^[2-9]\d\d$/), { code: 21451, allowed: 'three digits, the first from 2 to 9' })
}
