import { EventEmitter, on } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import twilio from 'twilio-6'

/** A request that the gateway made. */
interface Webhook {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
}

/** The web server of an application whose calls wait, whatever it is asked. */
interface Application {
  /** The address of one of its paths. */
  url(path: string): string
  /** The next webhook, in the order in which they came. */
  next(): Promise<Webhook>
  stop(): void
}

const waiting = new twilio.twiml.VoiceResponse()
waiting.pause({ length: 60 })

/** Start it on this machine; it refuses what is not signed with the auth token. */
export async function startApplication(authToken: string): Promise<Application> {
  const webhooks = new EventEmitter()
  const arrivals = on(webhooks, 'webhook')
  const server = createServer((request, response) => {
    void read(request).then(({ url, webhook }) => {
      const { 'x-twilio-signature': signature } = request.headers
      const isSigned = twilio.validateRequest(authToken, String(signature), url, webhook.params)
      response.writeHead(isSigned ? 200 : 403, { 'Content-Type': 'text/xml' }).end(isSigned ? waiting.toString() : '')
      if (isSigned) webhooks.emit('webhook', webhook)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: (path) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    async next() {
      const { value } = (await arrivals.next()) as { readonly value: readonly [Webhook] }
      return value[0]
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function read(request: IncomingMessage): Promise<{ readonly url: string; readonly webhook: Webhook }> {
  const { url: path = '', headers } = request
  const params = Object.fromEntries(new URLSearchParams(await text(request)))
  return { url: `http://${headers.host ?? ''}${path}`, webhook: { path, params } }
}
