import type { Logger } from 'pino'
import type { CallObserver } from './call/call-observer.js'
import type { MediaStats } from './media/media.js'
import type { Metrics } from './metrics.js'
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

  function keep(write: () => Promise<void>): void {
    last = last.then(write).catch((error: unknown) => {
      log.error({ error }, 'a call event was not kept')
      metrics.fault()
    })
  }

  return {
    event(event) {
      keep(() => store.callEvents.append(event))
      const { kind, name, detail } = event
      if (kind === 'webhook' || kind === 'status-callback')
        metrics.webhookDone(detail['attempts'] as readonly WebhookAttempt[])
      if (kind === 'media' && name === 'closed') metrics.mediaClosed(detail as unknown as MediaStats)
    },
    notification(notification) {
      keep(() => store.notifications.insert(notification))
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
      await last
    },
  }
}
