import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Form parameters of a request. */
type Form = Readonly<Record<string, string>>

type Answer = (form: Form) => string | number | Promise<string | number>

/** A web server that answers calls, on a port of its own. */
export interface WebApplication {
  /** The address of a path of it. */
  url(path: string): string
  /** Answer requests to a path with the verbs of a document, or, given a number, with that status. */
  on(path: string, answer: Answer | string): void
  /** The forms that came to a path, in order. */
  formsOf(path: string): readonly Form[]
  close(): Promise<void>
}

/** Start a web server. */
export async function startWebApplication(): Promise<WebApplication> {
  const answers = new Map<string, Answer>()
  const forms: { readonly path: string; readonly form: Form }[] = []
  const server = createServer((request, response) => {
    void take(request).then(async ({ path, form }) => {
      forms.push({ path, form })
      const answer = (await answers.get(path)?.(form)) ?? 404
      const isDocument = typeof answer === 'string'
      response.writeHead(isDocument ? 200 : answer, { 'content-type': 'text/xml' })
      response.end(isDocument ? `<Response>${answer}</Response>` : '')
    })
  })
  const origin = `http://127.0.0.1:${await listen(server)}`
  return {
    url: (path) => `${origin}${path}`,
    on: (path, answer) => answers.set(path, typeof answer === 'string' ? () => answer : answer),
    formsOf: (path) => forms.filter((each) => each.path === path).map(({ form }) => form),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

async function take(request: IncomingMessage): Promise<{ path: string; form: Form }> {
  return { path: request.url ?? '', form: Object.fromEntries(new URLSearchParams(await text(request))) }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}
