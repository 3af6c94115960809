import { type CustomParameter, decodeOutgoingParams } from '@ringdown/protocol'
import { z } from 'zod'
import { isPhoneNumber } from '../../account/phone-number.js'
import { isClientName } from '../../twiml/client-name.js'
import type { ReadText } from './choice.js'
import { parameter } from './parameter.js'

/** Whom a call is to reach: the devices of a name, with parameters for them, or a number. */
export type CalledParty =
  { readonly clientName: string; readonly params: readonly CustomParameter[] } | { readonly phoneNumber: string }

/** The longest `To`: a name and as many parameters as a device takes. */
const maxCalledLength = 4_000

/** `client:name`, `client:name?k=v&…` or a number in E.164 form (21211 otherwise, 21201 if it is missing). */
export function calledParty(): ReadText<CalledParty> {
  const schema = z
    .string()
    .max(maxCalledLength)
    .refine((given) => readCalled(given) !== undefined)
    .transform((given) => readCalled(given) ?? { phoneNumber: given })
  const allowed = 'client:name, client:name?key=value, or a number in E.164 form, such as +15551234567'
  return parameter(schema, { code: 21211, missing: 21201, allowed })
}

/** `client:name` or a number in E.164 form (21212 otherwise, 21213 if it is missing). */
export function callingParty(): z.ZodString {
  const schema = z.string().refine((given) => isPhoneNumber(given) || clientOf(given) !== undefined)
  const allowed = 'client:name or a number in E.164 form, such as +15551234567'
  return parameter(schema, { code: 21212, missing: 21213, allowed })
}

function readCalled(given: string): CalledParty | undefined {
  if (isPhoneNumber(given)) return { phoneNumber: given }
  const mark = given.indexOf('?')
  const clientName = clientOf(mark < 0 ? given : given.slice(0, mark))
  return clientName === undefined
    ? undefined
    : { clientName, params: mark < 0 ? [] : decodeOutgoingParams(given.slice(mark + 1)) }
}

function clientOf(address: string): string | undefined {
  const name = address.startsWith('client:') ? address.slice('client:'.length) : ''
  return isClientName(name) ? name : undefined
}
