import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMetrics, type Metrics } from './metrics.js'
import { aCall } from './store/store-rows.contract.js'

const call = aCall({ direction: 'outbound-dial', status: 'initiated', createdAt: 1_000, updatedAt: 1_000 })

async function rendered(use: (metrics: Metrics) => void): Promise<string> {
  const metrics = createMetrics({ connectedDevices: () => 0, openMediaEndpoints: () => 0 })
  use(metrics)
  return metrics.render()
}

/** Everything that can be counted, once. */
function useAll(metrics: Metrics): void {
  metrics.callChanged(call, undefined)
  metrics.callChanged({ ...call, status: 'in-progress', answeredAt: 3_000 }, 'initiated')
  metrics.callChanged({ ...call, status: 'completed' }, 'in-progress')
  metrics.webhookDone([
    { url: 'http://app.test/', method: 'POST', failure: undefined, durationMs: 20, status: 200 },
  ] as const)
  metrics.mediaClosed({
    ...{ codec: 'opus', packetsReceived: 50, packetsSent: 40, packetsLost: 1, packetsDiscarded: 0 },
    ...{ bytesReceived: 0, bytesSent: 0, jitterMs: 0, roundTripMs: undefined },
  })
  metrics.tokenRefused(31205)
  metrics.fault()
}

test('a leg is counted in the status it is in, and once more when it has ended', async () => {
  const text = await rendered((metrics) => {
    metrics.callChanged(call, undefined)
    metrics.callChanged({ ...call, status: 'ringing' }, 'initiated')
    metrics.callChanged({ ...call, status: 'in-progress', answeredAt: 3_000 }, 'ringing')
    metrics.callChanged({ ...call, status: 'completed' }, 'in-progress')
  })
  for (const status of ['initiated', 'ringing', 'in-progress'])
    expect(text).toContain(`ringdown_legs{status="${status}"} 0\n`)
  expect(text).toContain('ringdown_legs_ended_total{status="completed",direction="outbound-dial"} 1\n')
  expect(text).toContain('ringdown_leg_setup_seconds_sum{direction="outbound-dial"} 2\n')
})

test('webhook requests are timed by outcome, media packets counted by fate, refusals by code', async () => {
  const text = await rendered((metrics) => {
    const attempt = { url: 'http://app.test/', method: 'POST', failure: undefined } as const
    metrics.webhookDone([
      { ...attempt, durationMs: 20, status: 200 },
      { ...attempt, durationMs: 5_000, status: undefined },
    ])
    metrics.mediaClosed({
      ...{ codec: 'opus', packetsReceived: 50, packetsSent: 40, packetsLost: -1, packetsDiscarded: 0 },
      ...{ bytesReceived: 0, bytesSent: 0, jitterMs: 0, roundTripMs: undefined },
    })
    metrics.tokenRefused(31205)
    metrics.fault()
  })
  expect(text).toContain('ringdown_webhook_seconds_count{outcome="2xx"} 1\n')
  expect(text).toContain('ringdown_webhook_seconds_sum{outcome="failed"} 5\n')
  expect(text).toContain('ringdown_media_packets_total{fate="received"} 50\n')
  expect(text).toContain('ringdown_media_packets_total{fate="lost"} 0\n')
  expect(text).toContain('ringdown_tokens_refused_total{code="31205"} 1\n')
  expect(text).toContain('ringdown_faults_total 1\n')
})

test('the guide for servers lists exactly the metrics, with their types and labels', async () => {
  const guide = readFileSync(new URL('../../../docs/guide/server.md', import.meta.url), 'utf8')
  const rows = [...guide.matchAll(/^\| `(ringdown_\w+)` +\| (\w+) +\| ([^|]*?) +\|/gm)]
  const documented = rows.map(([, name = '', type = '', labels = '']) => [name, type, labels.replaceAll('`', '')])
  const metrics = createMetrics({ connectedDevices: () => 0, openMediaEndpoints: () => 0 })
  expect(documented.map(([name, type]) => `# TYPE ${name ?? ''} ${type ?? ''}`).sort()).toEqual(
    [...(await metrics.render()).matchAll(/^# TYPE .*$/gm)].map(([line]) => line).sort(),
  )
  const used = await rendered(useAll)
  for (const [name = '', , labels = ''] of documented) {
    const [, inUse = ''] = new RegExp(`^${name}(?:_bucket)?\\{([^}]*)\\}`, 'm').exec(used) ?? []
    const names = [...inUse.matchAll(/(\w+)="/g)].map(([, label = '']) => label).filter((label) => label !== 'le')
    expect(names.sort().join(' '), name).toBe(labels.split(' ').sort().join(' '))
  }
})

test('no label holds an account, a name or a SID', async () => {
  const text = await rendered((metrics) => {
    metrics.callChanged(call, undefined)
  })
  expect(text).not.toMatch(/AC[a-f0-9]{32}|CA[a-f0-9]{32}|alice/)
})
