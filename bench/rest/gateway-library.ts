import { createRequire } from 'node:module'
import type { createHttpApp } from '../../packages/gateway/dist/http-server.js'

const gateway = new URL('../../packages/gateway/package.json', import.meta.url)

/** Connections to one server that are kept, as far as requests are made over them here. */
export interface HttpPool {
  request(options: {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }): Promise<{ readonly statusCode: number; readonly body: { text(): Promise<string> } }>
}

/** The HTTP library that the gateway itself is built on, with nothing set. */
export const fastify = createRequire(gateway)('fastify') as () => ReturnType<typeof createHttpApp>

/** The HTTP client that the gateway asks web servers with. */
export const { Pool } = createRequire(gateway)('undici') as {
  readonly Pool: new (origin: string, options: { readonly connections: number }) => HttpPool
}
