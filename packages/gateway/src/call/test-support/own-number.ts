import type { Sid } from '@ringdown/protocol'
import { createIncomingPhoneNumber } from '../../account/create-incoming-phone-number.js'
import type { IncomingPhoneNumber } from '../../account/incoming-phone-number.js'
import { accountSid, type CallWorld } from './call-world.js'

/** A number of the account of the tests, and where its calls are answered. */
export const ownNumber = '+15550001'
export const numberUrl = 'http://number.test/voice'

/** Give the account of the tests a number; the first one unless something else is said. */
export async function giveNumber(
  { clock, store }: CallWorld,
  changes: Partial<IncomingPhoneNumber> = {},
): Promise<Sid<'PN'>> {
  const sid = `PN${(changes.phoneNumber ?? ownNumber).slice(1).padStart(32, '0')}` as const
  const draft = { sid, accountSid, phoneNumber: ownNumber, voiceUrl: numberUrl, ...changes }
  await store.incomingPhoneNumbers.insert(createIncomingPhoneNumber(draft, clock.now()))
  return sid
}
