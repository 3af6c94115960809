import { callDirections, type CallStatus, isFinal } from '@ringdown/protocol'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { CallRecord } from './call/call-record.js'
import type { MediaStats } from './media/media.js'
import type { WebhookAttempt } from './webhook/webhook.js'

/** What is read at the moment of a scrape. */
export interface MetricsSources {
  readonly connectedDevices: () => number
  readonly openMediaEndpoints: () => number
}

/** Figures for Prometheus. Labels are few and bounded: never an account, a name or a SID. */
export interface Metrics {
  readonly contentType: string
  /** The figures in the Prometheus text format. */
  render(): Promise<string>
  callChanged(call: CallRecord, previous: CallStatus | undefined): void
  webhookDone(attempts: readonly WebhookAttempt[]): void
  mediaClosed(stats: MediaStats): void
  tokenRefused(code: number): void
  fault(): void
}

/** Make the figures of one gateway. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  gauge(registry, 'ringdown_devices_connected', 'Devices connected now.', sources.connectedDevices)
  gauge(registry, 'ringdown_media_endpoints_open', 'Media endpoints open now.', sources.openMediaEndpoints)
  const legs = new Gauge({ name: 'ringdown_legs', help: 'Legs by status, those that have not ended.', labelNames: ['status'], registers })
  const ended = new Counter({ name: 'ringdown_legs_ended_total', help: 'Legs that ended, by final status.', labelNames: ['status', 'direction'], registers })
  const setUp = new Histogram({
    name: 'ringdown_leg_setup_seconds',
    help: 'From the birth of a leg to its answer.',
    labelNames: ['direction'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  const webhooks = new Histogram({
    name: 'ringdown_webhook_seconds',
    help: 'HTTP requests to applications, by outcome.',
    labelNames: ['outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  })
  const packets = new Counter({ name: 'ringdown_media_packets_total', help: 'RTP packets of ended media, by fate.', labelNames: ['fate'], registers })
  const refused = new Counter({ name: 'ringdown_tokens_refused_total', help: 'Tokens refused, by error code.', labelNames: ['code'], registers })
  const faults = new Counter({ name: 'ringdown_faults_total', help: 'Defects of the gateway that were caught. Each is in the log.', registers })
  for (const direction of callDirections) ended.inc({ status: 'completed', direction }, 0)

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    callChanged(call, previous) {
      if (previous !== undefined) legs.dec({ status: previous })
      if (isFinal(call.status)) ended.inc({ status: call.status, direction: call.direction })
      else legs.inc({ status: call.status })
      if (call.status === 'in-progress' && call.answeredAt !== null) {
        setUp.observe({ direction: call.direction }, (call.answeredAt - call.createdAt) / 1000)
      }
    },
    webhookDone(attempts) {
      for (const { durationMs, status } of attempts) webhooks.observe({ outcome: outcomeOf(status) }, durationMs / 1000)
    },
    mediaClosed({ packetsReceived, packetsSent, packetsLost }) {
      packets.inc({ fate: 'received' }, packetsReceived)
      packets.inc({ fate: 'sent' }, packetsSent)
      packets.inc({ fate: 'lost' }, Math.max(0, packetsLost))
    },
    tokenRefused: (code) => {
      refused.inc({ code: String(code) })
    },
    fault: () => {
      faults.inc()
    },
  }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}

function outcomeOf(status: number | undefined): string {
  return status === undefined ? 'failed' : `${Math.floor(status / 100)}xx`
}
