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
  const registry = new Registry()
  addGauge(registry, 'ringdown_devices_connected', 'Devices connected now.', sources.connectedDevices)
  addGauge(registry, 'ringdown_media_endpoints_open', 'Media endpoints open now.', sources.openMediaEndpoints)
  const refused = addCounter(registry, 'ringdown_tokens_refused_total', 'Tokens refused, by error code.', ['code'])
  const faults = addCounter(registry, 'ringdown_faults_total', 'Defects of the gateway. Each is in the log.', [])
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    callChanged: createLegFigures(registry),
    webhookDone: createWebhookFigures(registry),
    mediaClosed: createMediaFigures(registry),
    tokenRefused: (code) => {
      refused.inc({ code: String(code) })
    },
    fault: () => {
      faults.inc()
    },
  }
}

function createLegFigures(registry: Registry): Metrics['callChanged'] {
  const registers = [registry]
  const help = 'Legs by status, those that have not ended.'
  const legs = new Gauge({ name: 'ringdown_legs', help, labelNames: ['status'], registers })
  const ended = addCounter(registry, 'ringdown_legs_ended_total', 'Legs that ended, by final status.', [
    'status',
    'direction',
  ])
  const setUp = addHistogram(
    registry,
    'ringdown_leg_setup_seconds',
    'From the birth of a leg to its answer.',
    'direction',
  )
  for (const direction of callDirections) ended.inc({ status: 'completed', direction }, 0)
  return ({ status, direction, answeredAt, createdAt }, previous) => {
    if (previous !== undefined) legs.dec({ status: previous })
    if (isFinal(status)) ended.inc({ status, direction })
    else legs.inc({ status })
    if (status === 'in-progress' && answeredAt !== null) setUp.observe({ direction }, (answeredAt - createdAt) / 1000)
  }
}

function createWebhookFigures(registry: Registry): Metrics['webhookDone'] {
  const webhooks = addHistogram(
    registry,
    'ringdown_webhook_seconds',
    'HTTP requests to applications, by outcome.',
    'outcome',
  )
  return (attempts) => {
    for (const { durationMs, status } of attempts) webhooks.observe({ outcome: outcomeOf(status) }, durationMs / 1000)
  }
}

function createMediaFigures(registry: Registry): Metrics['mediaClosed'] {
  const packets = addCounter(registry, 'ringdown_media_packets_total', 'RTP packets of ended media, by fate.', ['fate'])
  return ({ packetsReceived, packetsSent, packetsLost }) => {
    packets.inc({ fate: 'received' }, packetsReceived)
    packets.inc({ fate: 'sent' }, packetsSent)
    packets.inc({ fate: 'lost' }, Math.max(0, packetsLost))
  }
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60]

function addHistogram(registry: Registry, name: string, help: string, labelName: string): Histogram {
  return new Histogram({ name, help, labelNames: [labelName], buckets: secondsBuckets, registers: [registry] })
}

function addCounter(registry: Registry, name: string, help: string, labelNames: string[]): Counter {
  return new Counter({ name, help, labelNames, registers: [registry] })
}

function addGauge(registry: Registry, name: string, help: string, read: () => number): void {
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
