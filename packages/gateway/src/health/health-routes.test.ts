import { expect, test } from 'vitest'
import { createHttpApp } from '../http-server.js'
import { createMetrics } from '../metrics.js'
import { registerHealthRoutes } from './health-routes.js'

function createApp(checkReady: () => Promise<void>) {
  const app = createHttpApp()
  const metrics = createMetrics({ connectedDevices: () => 3, openMediaEndpoints: () => 4 })
  registerHealthRoutes(app, { metrics, checkReady })
  return app
}

test('a process that lives says so, and one whose store answers is ready', async () => {
  const app = createApp(() => Promise.resolve())
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
  expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' })
})

test('a gateway whose store does not answer is not ready, and says why', async () => {
  const response = await createApp(() => Promise.reject(new Error('the disk is full'))).inject('/readyz')
  expect([response.statusCode, response.json()]).toEqual([503, { status: 'not ready', reason: 'the disk is full' }])
})

test('the figures are in the format of Prometheus', async () => {
  const response = await createApp(() => Promise.resolve()).inject('/metrics')
  expect(response.headers['content-type']).toContain('text/plain')
  expect(response.body).toContain('ringdown_devices_connected 3\n')
  expect(response.body).toContain('ringdown_media_endpoints_open 4\n')
})
