import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.js'

/** What the health routes ask. */
export interface HealthPorts {
  readonly metrics: Metrics
  /** Rejects when the gateway cannot take calls. */
  readonly checkReady: () => Promise<void>
}

/** `/healthz`: the process lives. `/readyz`: it can take calls. `/metrics`: figures for Prometheus. */
export function registerHealthRoutes(app: FastifyInstance, { metrics, checkReady }: HealthPorts): void {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await checkReady()
      return { status: 'ready' }
    } catch (error) {
      return reply
        .code(503)
        .send({ status: 'not ready', reason: error instanceof Error ? error.message : String(error) })
    }
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()))
}
