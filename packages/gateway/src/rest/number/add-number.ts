import type { IncomingPhoneNumber } from '../../account/incoming-phone-number.js'
import type { IncomingPhoneNumberStore } from '../../store/incoming-phone-number-store.js'
import { StoreError } from '../../store/store-error.js'
import { RestError } from '../error/rest-error.js'

/** Which number somebody wants. */
export interface WantedNumber {
  readonly phoneNumber?: string | undefined
  /** Three digits: any number in there will do. */
  readonly areaCode?: string | undefined
}

/**
 * Keep a number that nobody has. Of an area code the first that is free is taken, of those that are set aside for fiction
 * (555-0100 to 555-0199): nobody can ever be called on them.
 *
 * @param draw - makes the number
 * @throws RestError 21421 if nothing is wanted, 21422 if somebody has the number, 21452 if nothing in the area is free
 */
export async function addNumber(
  store: Pick<IncomingPhoneNumberStore, 'insert' | 'findByNumber'>,
  { phoneNumber, areaCode }: WantedNumber,
  draw: (phoneNumber: string) => IncomingPhoneNumber,
): Promise<IncomingPhoneNumber> {
  if (phoneNumber !== undefined) {
    const number = draw(phoneNumber)
    if (await insertIfFree(store, number)) return number
    throw new RestError(21422, `An account of this gateway has ${phoneNumber} already.`)
  }
  if (areaCode === undefined) throw new RestError(21421, 'PhoneNumber or AreaCode is required.')
  for (let line = 100; line < 200; line++) {
    const number = draw(`+1${areaCode}5550${line}`)
    if ((await store.findByNumber(number.phoneNumber)) === undefined && (await insertIfFree(store, number)))
      return number
  }
  throw new RestError(21452, `All fictitious numbers of ${areaCode} are in use.`)
}

async function insertIfFree(
  store: Pick<IncomingPhoneNumberStore, 'insert'>,
  number: IncomingPhoneNumber,
): Promise<boolean> {
  try {
    await store.insert(number)
    return true
  } catch (error) {
    if (error instanceof StoreError && error.code === 'conflict') return false
    throw error
  }
}
