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
  /** Whether browsers will ask before they trust the certificate. */
  readonly isSelfSigned: boolean
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
  { host, http, https, dataDir }: Pick<GatewayConfig, 'host' | 'http' | 'https' | 'dataDir'>,
  { app, signalling }: Served,
  clock: Clock,
): Promise<Listeners> {
  const certificate = https && (await loadCertificate(https, { host, dataDir }, clock))
  await app.ready()
  const open: ListeningServer[] = []
  try {
    if (http !== undefined) open.push(await listen(app.server, { host, port: http.port }))
    if (http !== undefined) signalling.attach(app.server)
    if (https !== undefined && certificate !== undefined) {
      const server = createTlsServer(app, certificate)
      signalling.attach(server)
      open.push(await listen(server, { host, port: https.port }))
    }
  } catch (error) {
    await Promise.all(open.map((server) => server.close()))
    throw error
  }
  return {
    httpPort: http && open.at(0)?.port,
    httpsPort: https && open.at(-1)?.port,
    isSelfSigned: certificate?.isSelfSigned ?? false,
    close: async () => {
      await Promise.all(open.map((server) => server.close()))
    },
  }
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
