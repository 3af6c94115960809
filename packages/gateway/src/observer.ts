import type { Logger } from 'pino'
import type { CallEventRecord } from './call/call-event-record.js'
import type { CallObserver } from './call/call-observer.js'
import type { MediaStats } from './media/media.js'
import { createCallEventWriter } from './call-event-writer.js'
import type { Metrics } from './metrics.js'
import { StoreError } from './store/store-error.js'
import type { Store } from './store/store.js'
import type { WebhookAttempt } from './webhook/webhook.js'

/** The observer, and a way to wait until everything it was told is kept. */
export interface RecordingObserver extends CallObserver {
  settled(): Promise<void>
}

/** Make the observer of calls: timeline and notifications go to the store in order, statuses to the metrics, faults to the log. */
export function createObserver(
  store: Pick<Store, 'callEvents' | 'notifications'>,
  metrics: Metrics,
  log: Logger,
): RecordingObserver {
  let last: Promise<void> = Promise.resolve()

  function lost(error: unknown): void {
    log.error({ error }, 'a call event was not kept')
    metrics.fault()
  }

  const timelines = createCallEventWriter(store.callEvents, ({ callSid, kind }, error) => {
    if (isOfDeletedCall(error)) log.debug({ callSid, kind }, 'an event of a call that was deleted')
    else lost(error)
  })

  return {
    event(event) {
      timelines.write(event)
      measure(metrics, event)
    },
    notification(notification) {
      last = last.then(() => store.notifications.insert(notification)).catch(lost)
      const { accountSid, callSid, code, text } = notification
      log.warn({ accountSid, callSid, code }, text)
    },
    status(call, previous) {
      metrics.callChanged(call, previous)
      const { accountSid, sid: callSid, status, direction } = call
      if (previous !== status) log.info({ accountSid, callSid, status, direction }, 'call')
    },
    fault(callSid, error) {
      metrics.fault()
      log.error({ callSid, error }, 'a call met a defect of the gateway')
    },
    async settled() {
      await Promise.all([last, timelines.settled()])
    },
  }
}

function measure(metrics: Metrics, { kind, name, detail }: CallEventRecord): void {
  const isWebhook = kind === 'webhook' || kind === 'status-callback'
  if (isWebhook) metrics.webhookDone(detail['attempts'] as readonly WebhookAttempt[])
  if (kind === 'media' && name === 'closed') metrics.mediaClosed(detail as unknown as MediaStats)
}

/** Whoever deletes a call has no use for what is heard of it later, such as the answer to its last callback. */
function isOfDeletedCall(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'unknown-reference'
}
