import type { FastifyInstance } from 'fastify'
import type { Clock } from './clock.js'
import type { GatewayConfig, HttpsConfig } from './config/gateway-config.js'
import { createTlsServer, listen, type ListeningServer } from './http-server.js'
import type { SignallingServer } from './signalling/signalling-server.js'
import { type Certificate, loadSelfSignedCertificate, readCertificate } from './tls/certificate.js'

/** The sockets that the gateway listens on. */
export interface Listeners {
  readonly httpPort: number | undefined
  readonly httpsPort: number | undefined
  close(): Promise<void>
}

/** What is served. */
export interface Served {
  readonly app: FastifyInstance
  readonly signalling: SignallingServer
}

/**
 * Listen for HTTP and HTTPS, each with the signalling WebSocket beside it.
 *
 * @throws what the operating system says of a port that cannot be listened on, or of a certificate that cannot be read
 */
export async function openListeners(
  config: Pick<GatewayConfig, 'host' | 'http' | 'https' | 'dataDir'>,
  { app, signalling }: Served,
  clock: Clock,
): Promise<Listeners> {
  const { host, http, https } = config
  const certificate = https && (await loadCertificate(https, config, clock))
  await app.ready()
  const plain = http && { server: app.server, port: http.port }
  const secure = https && certificate && { server: createTlsServer(app, certificate), port: https.port }
  const open: ListeningServer[] = []
  const close = async (): Promise<void> => {
    await Promise.all(open.map((server) => server.close()))
  }
  try {
    for (const { server, port } of [plain, secure].filter((one) => one !== undefined)) {
      signalling.attach(server)
      open.push(await listen(server, { host, port }))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { httpPort: plain && open.at(0)?.port, httpsPort: secure && open.at(-1)?.port, close }
}

function loadCertificate(
  { certificate }: HttpsConfig,
  { host, dataDir }: Pick<GatewayConfig, 'host' | 'dataDir'>,
  clock: Clock,
): Promise<Certificate> {
  return certificate === undefined
    ? loadSelfSignedCertificate(dataDir, [host], clock.now())
    : readCertificate(certificate)
}
