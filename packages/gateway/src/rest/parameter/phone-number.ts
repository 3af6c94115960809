import { z } from 'zod'
import { isPhoneNumber } from '../../account/phone-number.js'
import { parameter, type ParameterRule } from './parameter.js'

/** A telephone number (21421 otherwise). */
export function phoneNumber(codes: Pick<ParameterRule, 'missing'> = {}): z.ZodString {
  const allowed = 'a number in E.164 form, such as +15551234567'
  return parameter(z.string().refine(isPhoneNumber), { code: 21421, allowed, ...codes }, { maxLength: 16 })
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

/** An area code where a number has to be named: it is refused (21457). */
export function noAreaCode(): z.ZodString {
  const allowed = 'left out here: give PhoneNumber'
  return parameter(
    z.string().refine(() => false),
    { code: 21457, allowed },
  )
}
