import type { AccountSid } from '@ringdown/protocol'
import type { Account } from '../../account/account.js'
import type { IncomingPhoneNumber, StirStatus } from '../../account/incoming-phone-number.js'
import { type CallScript, scriptOf, scriptOfNumber } from '../application/call-script.js'
import type { CallPorts } from '../call-ports.js'

/** Where a call to a number of the gateway leads. */
export interface NumberRoute {
  readonly number: IncomingPhoneNumber
  /** Whose it is; in any status. */
  readonly account: Account
  readonly script: CallScript
  /** How well the number that calls is vouched for; null for not at all. */
  readonly stirStatus: StirStatus | null
}

/** Who calls whom. */
export interface NumberCall {
  /** The account that calls. */
  readonly accountSid: AccountSid
  readonly from: string
  readonly to: string
}

/** Find where a call to a number leads. Undefined for a number that nobody here has. */
export async function findNumberRoute(
  { store }: Pick<CallPorts, 'store'>,
  { accountSid, from, to }: NumberCall,
): Promise<NumberRoute | undefined> {
  const number = await store.incomingPhoneNumbers.findByNumber(to)
  const account = number && (await store.accounts.find(number.accountSid))
  if (number === undefined || account === undefined) return undefined
  const calling = await store.incomingPhoneNumbers.findByNumber(from)
  // A number that nobody here has stands for somebody outside, and what is said of them is up to whom they call.
  const { accountSid: owner, stirStatus } = calling ?? number
  // Nobody is vouched for who shows the number of somebody else, or makes one up for somebody else.
  const verdict = owner === accountSid ? stirStatus : null
  return { number, account, script: await findScript(store, number), stirStatus: verdict }
}

async function findScript(store: CallPorts['store'], number: IncomingPhoneNumber): Promise<CallScript> {
  if (number.voiceApplicationSid === null) return scriptOfNumber(number)
  const application = await store.applications.find(number.accountSid, number.voiceApplicationSid)
  return application === undefined ? scriptOfNumber(number) : scriptOf(application)
}
