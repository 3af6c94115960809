import twilio6 from 'twilio-6'
import type { Gateway } from './gateway.js'

/** The official client of a server, pointed at a gateway. */
export function restClient({ credentials, httpPort }: Gateway): ReturnType<typeof twilio6> {
  const client = twilio6(credentials.accountSid, credentials.authToken)
  client.api.baseUrl = `http://127.0.0.1:${httpPort}`
  return client
}
