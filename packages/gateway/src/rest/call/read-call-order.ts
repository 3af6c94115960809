import { customParameterBytes, protocolLimits } from '@ringdown/protocol'
import type { z } from 'zod'
import type { Account } from '../../account/account.js'
import { isPhoneNumber } from '../../account/phone-number.js'
import type { CallOrder } from '../../call/api/call-order.js'
import { scriptOf } from '../../call/application/call-script.js'
import type { Store } from '../../store/store.js'
import { RestError } from '../error/rest-error.js'
import type { callOrderBody } from './call-body.js'
import { readScript } from './read-script.js'
import { readStatusCallback } from './read-status-callback.js'

/** How long a call rings if nothing else is said, in seconds. */
const defaultTimeoutSeconds = 60

type OrderBody = z.infer<typeof callOrderBody>

/**
 * Read what makes a call.
 *
 * @throws RestError 21211 for somebody who cannot be called, 21212 for a client that calls a number, 21218 for an application that is not there, 21205 without
 *   any document
 */
export async function readCallOrder(
  { applications, incomingPhoneNumbers }: Pick<Store, 'applications' | 'incomingPhoneNumbers'>,
  { sid: accountSid }: Account,
  body: OrderBody,
): Promise<CallOrder> {
  const { To: to, From: from } = body
  if ('phoneNumber' in to) await checkNumbers(incomingPhoneNumbers, to.phoneNumber, body)
  else if (customParameterBytes(to.params) > protocolLimits.maxCustomParameterBytes) {
    throw new RestError(21211, `To has more than ${protocolLimits.maxCustomParameterBytes} bytes of parameters.`)
  }
  return {
    ...{ accountSid, to, from, callerId: body.CallerId },
    ...(await readDocument(applications, accountSid, body)),
    timeoutSeconds: body.Timeout ?? defaultTimeoutSeconds,
    timeLimitSeconds: body.TimeLimit,
    sendDigits: body.SendDigits,
  }
}

async function checkNumbers(
  numbers: Store['incomingPhoneNumbers'],
  phoneNumber: string,
  { From, CallerId }: OrderBody,
): Promise<void> {
  if ((await numbers.findByNumber(phoneNumber)) === undefined) {
    throw new RestError(21211, `${phoneNumber} is no number of this gateway.`)
  }
  for (const [name, value] of Object.entries({ From, CallerId })) {
    if (value === undefined || isPhoneNumber(value)) continue
    throw new RestError(21212, `${name} must be a number, as To is one.`)
  }
}

async function readDocument(
  applications: Store['applications'],
  accountSid: Account['sid'],
  body: OrderBody,
): Promise<Pick<CallOrder, 'script' | 'applicationSid' | 'statusCallback'>> {
  const { ApplicationSid: applicationSid } = body
  if (applicationSid === undefined) {
    const script = readScript(body)
    if (script === undefined) throw new RestError(21205, 'Url, Twiml or ApplicationSid is required.')
    return { script, statusCallback: readStatusCallback(body, body.StatusCallbackEvent).spec }
  }
  const application = await applications.find(accountSid, applicationSid)
  if (application === undefined) {
    throw new RestError(21218, 'ApplicationSid must be the SID of an application of this account.')
  }
  // Its own URLs count, and those of the request for nothing.
  return { script: scriptOf(application), applicationSid }
}
