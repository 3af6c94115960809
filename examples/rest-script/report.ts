/** A webhook of a call, with the fields of the API: the library's own declarations leave them open. */
interface CallEvent {
  readonly request: unknown
  readonly response: unknown
}

/** Say something to whoever runs the script. */
export function report(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Say what was asked of the application, and what came of it. */
export function reportEvent({ request, response }: CallEvent): void {
  const { method, url } = request as { readonly method: string; readonly url: string }
  const answer = response as { readonly response_code: number | null; readonly request_duration: number }
  report(`${method} ${url}: ${answer.response_code ?? 'no answer'} after ${answer.request_duration} ms`)
}
