import type { GatewayConfig } from '../config/gateway-config.js'
import type { Gateway } from '../gateway.js'

/** What `serve` says when the gateway is ready: one line, or in development mode a few that say where to click. */
export function readyText(
  { development, log }: Pick<GatewayConfig, 'development' | 'log'>,
  { listeners: { httpPort, httpsPort }, firstAccount }: Pick<Gateway, 'listeners' | 'firstAccount'>,
): string {
  const facts = { httpPort, httpsPort, ...firstAccount }
  if (development) return developmentText(facts)
  const { accountSid, credentialsFile } = facts
  if (log.format === 'json') {
    return JSON.stringify({ status: 'ready', httpPort, httpsPort, accountSid, credentialsFile })
  }
  const ports = { HTTP: httpPort, HTTPS: httpsPort }
  const places = Object.entries(ports).flatMap(([name, port]) => (port === undefined ? [] : [`${name} port ${port}`]))
  const file = credentialsFile === undefined ? '' : `, with its auth token in ${credentialsFile}`
  return `Ringdown is ready on ${places.join(' and ')}. Its account is ${accountSid}${file}.`
}

interface Facts {
  readonly httpPort: number | undefined
  readonly httpsPort: number | undefined
  readonly accountSid: string
  readonly credentialsFile: string | undefined
}

function developmentText({ httpPort, httpsPort, accountSid, credentialsFile }: Facts): string {
  return `
  Ringdown is ready, in development mode.

  Demo phone   https://localhost:${httpsPort}/    open it in two tabs; the browser asks once
                                        about the certificate: go on to localhost
  API          http://localhost:${httpPort}/
  Account      ${accountSid}
  Auth token   in ${credentialsFile ?? 'the configuration'}

  Press Ctrl+C to stop.
`
}
