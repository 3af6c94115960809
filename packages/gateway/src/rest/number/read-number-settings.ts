import type { AccountSid } from '@ringdown/protocol'
import { type StirStatus, stirStatuses } from '../../account/incoming-phone-number.js'
import { stirVerdict } from '../../call/application/telephone-params.js'
import type { IncomingPhoneNumberPatch } from '../../store/incoming-phone-number-store.js'
import type { Store } from '../../store/store.js'
import { RestError } from '../error/rest-error.js'
import { uncapitaliseKeys } from '../parameter/uncapitalise-keys.js'
import type { NumberSettings } from './number-body.js'

/**
 * Read what is said of a number of an account.
 *
 * @throws RestError 21420 for an application that the account does not have
 */
export async function readNumberSettings(
  { applications }: Pick<Store, 'applications'>,
  accountSid: AccountSid,
  settings: NumberSettings,
): Promise<IncomingPhoneNumberPatch> {
  for (const name of ['VoiceApplicationSid', 'SmsApplicationSid'] as const) {
    const { [name]: sid } = settings
    if (sid === undefined || sid === null || (await applications.find(accountSid, sid)) !== undefined) continue
    throw new RestError(21420, `${name} must be the SID of an application of the number’s account.`)
  }
  const { stirStatus, ...others } = uncapitaliseKeys(settings)
  return { ...others, ...(stirStatus !== undefined && { stirStatus: readStirStatus(stirStatus) }) }
}

function readStirStatus(given: string): StirStatus | null {
  return stirStatuses.find((status) => given === status || given === stirVerdict(status)) ?? null
}
