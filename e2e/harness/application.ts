import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import twilio3 from 'twilio-3'
import twilio6 from 'twilio-6'
import type { Twiml } from './twiml.js'

/** A request that the gateway made to the application. */
export interface ApplicationRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** Whether the validators of both official libraries take its signature. */
  readonly isSigned: boolean
  /** What each of them says of its signature under an auth token. */
  readonly validations: (authToken: string) => Readonly<Record<string, boolean>>
}

const validators = { 'twilio 3': twilio3.validateRequest, 'twilio 6': twilio6.validateRequest }

/** What the application answers with: TwiML, or an HTTP status without any. */
export type Answer = Twiml | number

type Handler = (request: ApplicationRequest) => Answer

/**
 * The web server of the people whose application the gateway runs: it answers with what a test has told it, keeps every
 * request, and checks each signature as the official libraries do.
 */
export class Application {
  readonly #server: Server
  readonly #handlers = new Map<string, Handler>()
  readonly #requests: ApplicationRequest[] = []
  #authToken = ''

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error))
    })
  }

  static async start(): Promise<Application> {
    const application = new Application()
    await new Promise<void>((resolve) => application.#server.listen(0, '127.0.0.1', resolve))
    return application
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The requests since the test began, oldest first. */
  get requests(): readonly ApplicationRequest[] {
    return this.#requests
  }

  /** The requests to one path. */
  requestsTo(path: string): readonly ApplicationRequest[] {
    return this.#requests.filter((request) => request.path === path)
  }

  /** Whose auth token signs. */
  trust(authToken: string): void {
    this.#authToken = authToken
  }

  /** Say what a path answers with. The VoiceUrl is `/voice`. */
  on(path: string, answer: Answer | Handler): void {
    this.#handlers.set(path, typeof answer === 'function' ? answer : () => answer)
  }

  /** Begin another test: nothing is answered, nothing was asked. */
  reset(): void {
    this.#handlers.clear()
    this.#requests.length = 0
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = this.#read(incoming, await text(incoming))
    this.#requests.push(request)
    const answer = request.isSigned ? (this.#handlers.get(request.path)?.(request) ?? 404) : 403
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' }).end(answer.toString())
  }

  #read({ method = '', url = '', headers }: IncomingMessage, body: string): ApplicationRequest {
    const { pathname, searchParams } = new URL(url, this.url)
    const form = Object.fromEntries(new URLSearchParams(body))
    const signature = String(headers['x-twilio-signature'])
    const validations = (authToken: string): Record<string, boolean> =>
      Object.fromEntries(
        Object.entries(validators).map(([library, validate]) => [
          library,
          validate(authToken, signature, `${this.url}${url}`, form),
        ]),
      )
    const params = { ...Object.fromEntries(searchParams), ...form }
    const isSigned = Object.values(validations(this.#authToken)).every((isValid) => isValid)
    return { method, path: pathname, params, isSigned, validations }
  }
}
