import type { Account } from '../../account/account.js'
import type { StatusCallbackSpec } from '../../twiml/control.js'
import type { WebhookResult } from '../../webhook/webhook.js'
import type { CallPorts } from '../call-ports.js'
import type { CallRecord } from '../call-record.js'
import { reportProblem } from '../report-problem.js'
import { currentAuthToken } from './current-auth-token.js'
import type { RequestParams } from './request-params.js'
import { webhookDetail } from './webhook-detail.js'
import { webhookEvidence } from './webhook-evidence.js'

/** One status callback to send. */
interface StatusCallbackDelivery {
  readonly place: Pick<StatusCallbackSpec, 'url' | 'method'>
  /** The leg as it was when the callback became due. */
  readonly call: CallRecord
  readonly params: RequestParams
}

/** Sends the status callbacks of one call in the background. */
export interface CallbackSender {
  /** Send at once, beside whatever is under way; a failure becomes a warning. */
  send(delivery: StatusCallbackDelivery): void
  /** Resolves when every callback sent so far was answered or has failed. */
  settled(): Promise<void>
}

type Ports = Pick<CallPorts, 'clock' | 'ids' | 'store' | 'webhooks' | 'observer'>

/** How one call's callbacks are sent. */
export interface CallbackSenderOptions {
  /** Whose auth token signs the requests. */
  readonly account: Account
  /** One jar of cookies a call: those of a dialled leg belong to the call that dialled it. */
  readonly cookieScope: string
}

/** Make the sender of one call. */
export function createCallbackSender(ports: Ports, { account, cookieScope }: CallbackSenderOptions): CallbackSender {
  const underWay = new Set<Promise<void>>()

  async function deliver({ place, call, params }: StatusCallbackDelivery): Promise<void> {
    const { url, method } = place
    const authToken = await currentAuthToken(ports, account)
    const result = await ports.webhooks.request({ url, method, params, authToken, cookieScope })
    reportDelivery(ports, { place, call, params }, result)
  }

  return {
    send(delivery) {
      const sent = deliver(delivery)
        .catch((error: unknown) => {
          ports.observer.fault(delivery.call.sid, error)
        })
        .finally(() => underWay.delete(sent))
      underWay.add(sent)
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}

function reportDelivery(ports: Ports, { place, call, params }: StatusCallbackDelivery, result: WebhookResult): void {
  ports.observer.event({
    accountSid: call.accountSid,
    callSid: call.sid,
    at: ports.clock.now(),
    kind: 'status-callback',
    name: call.status,
    detail: { ...webhookDetail(params, result) },
  })
  for (const remark of result.remarks) reportProblem(ports, { call, ...remark })
  if (result.isOk) return
  const text = `The status callback for "${call.status}" failed. ${result.text}`
  const { method } = place
  reportProblem(ports, { call, code: 15003, text, ...webhookEvidence({ method, params }, result) })
}
