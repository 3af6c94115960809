import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { CallPorts } from '../call-ports.js'
import { reportProblem } from '../report-problem.js'
import type { UserDefinedMessageSubscription } from '../user-defined-message-subscription.js'
import type { RequestParams } from './request-params.js'
import { webhookDetail } from './webhook-detail.js'
import { webhookEvidence } from './webhook-evidence.js'

/** A message that a device attached to its call. */
export interface CallMessage {
  readonly accountSid: AccountSid
  readonly callSid: CallSid
  /** Its id, chosen by the device. */
  readonly voiceEventSid: string
  /** Any JSON value but null. */
  readonly content: unknown
  readonly contentType: string
}

/** A subscription, and the number that a message has for it. */
type Numbered = readonly [subscription: UserDefinedMessageSubscription, sequenceNumber: number]

/**
 * Sends what devices attach to their calls on to whoever has subscribed to the call. A subscription hears of every
 * message since it was made, numbered from 1; requests are sent side by side and may overtake each other:
 * `SequenceNumber` gives the order (Twilio, "Call Message Events").
 */
export class MessageForwarder {
  readonly #ports: CallPorts
  /** How many messages each subscription of a call has heard of. */
  readonly #counts = new Map<CallSid, Map<string, number>>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(ports: CallPorts) {
    this.#ports = ports
  }

  /** Resolves when every subscription has answered, or has failed to. Never rejects: a defect is a fault of the call. */
  async forward(message: CallMessage): Promise<void> {
    // One after the other up to the numbering, so that numbers follow the order in which messages came.
    const numbered = this.#last.then(() => this.#number(message.callSid))
    this.#last = numbered.catch(() => undefined)
    try {
      const account = await this.#ports.store.accounts.find(message.accountSid)
      if (account === undefined) return
      const { authToken } = account
      await Promise.all((await numbered).map((each) => this.#send(message, each, authToken)))
    } catch (error) {
      this.#ports.observer.fault(message.callSid, error)
    }
  }

  /** A call has ended: forget what its subscriptions have heard of. */
  forget(callSid: CallSid): void {
    this.#counts.delete(callSid)
  }

  async #number(callSid: CallSid): Promise<readonly Numbered[]> {
    const subscriptions = await this.#ports.store.userDefinedMessageSubscriptions.list(callSid)
    const counts = this.#counts.get(callSid) ?? new Map<string, number>()
    if (subscriptions.length > 0) this.#counts.set(callSid, counts)
    return subscriptions.map((subscription) => {
      const sequenceNumber = (counts.get(subscription.sid) ?? 0) + 1
      counts.set(subscription.sid, sequenceNumber)
      return [subscription, sequenceNumber]
    })
  }

  async #send(message: CallMessage, [{ callback: url, method }, sequence]: Numbered, authToken: string): Promise<void> {
    const { accountSid, callSid } = message
    const { observer, clock, webhooks } = this.#ports
    const params = paramsOf(message, sequence)
    const result = await webhooks.request({ url, method, params, authToken, cookieScope: callSid })
    const detail = { ...webhookDetail(params, result) }
    observer.event({ accountSid, callSid, at: clock.now(), kind: 'webhook', name: 'message', detail })
    const call = { accountSid, sid: callSid }
    for (const remark of result.remarks) reportProblem(this.#ports, { call, ...remark })
    if (result.isOk) return
    const { code, text } = result
    reportProblem(this.#ports, { call, code, text, ...webhookEvidence({ method, params }, result) })
  }
}

function paramsOf(message: CallMessage, sequenceNumber: number): RequestParams {
  const { accountSid, callSid, content, contentType, voiceEventSid } = message
  return {
    AccountSid: accountSid,
    CallSid: callSid,
    Sid: voiceEventSid,
    Content: typeof content === 'string' ? content : JSON.stringify(content),
    ContentType: contentType,
    SequenceNumber: String(sequenceNumber),
  }
}
