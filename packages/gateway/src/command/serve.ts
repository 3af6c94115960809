import { parseArgs } from 'node:util'
import { loadConfig, processSources } from '../config.js'
import { configFlags } from '../config/flag-layer.js'
import type { GatewayConfig } from '../config/gateway-config.js'
import { type Gateway, startGateway } from '../gateway.js'
import { createLog } from '../log.js'
import { systemClock } from '../system-clock.js'
import { systemIds } from '../system-ids.js'
import type { Command, Terminal } from './command.js'

/** Run the gateway until it is asked to end. */
export const serveCommand: Command = {
  summary: 'Run the gateway.',
  help: `Usage: ringdown-gateway serve [options]

Run the gateway until SIGTERM or SIGINT. It then takes no new calls, gives running ones
calls.drainSeconds to end, and exits with 0. A second signal ends it at once.

When it is ready it prints one line on standard output. Its log goes to standard error.

  --development         also serve a demo phone, over HTTPS with a certificate of its own
  --config <file>       read settings from a YAML file
  --http-port <port>    and so on: every setting is a flag; see deploy/gateway.sample.yaml`,
  async run({ args, terminal }) {
    const { values } = parseArgs({ args: [...args], options: configFlags, strict: false, allowNegative: true })
    const loaded = loadConfig(processSources(values))
    const config = withDevelopmentDefaults(loaded.config)
    const log = createLog(config.log.level)
    for (const warning of loaded.warnings) log.warn(warning)
    const gateway = await startGateway(config, { clock: systemClock, ids: systemIds, log })
    terminal.stdout.write(`${readyText(config, gateway)}\n`)
    await signalled(terminal)
    log.info('draining')
    await Promise.race([gateway.close(), signalled(terminal)])
    return 0
  },
}

/** In development browsers need HTTPS for anything but localhost, and the SDK for its WebSocket. */
function withDevelopmentDefaults(config: GatewayConfig): GatewayConfig {
  if (!config.development || config.https !== undefined) return config
  return { ...config, https: { port: 8_443, certificate: undefined } }
}

function readyText(config: GatewayConfig, { listeners, firstAccount }: Gateway): string {
  const { httpPort, httpsPort } = listeners
  const { accountSid } = firstAccount
  if (config.development) return developmentText({ httpPort, httpsPort, ...firstAccount })
  if (config.log.format === 'json') return JSON.stringify({ status: 'ready', httpPort, httpsPort, accountSid })
  const places = [
    ...(httpPort === undefined ? [] : [`http port ${httpPort}`]),
    ...(httpsPort === undefined ? [] : [`https port ${httpsPort}`]),
  ]
  return `Ringdown is ready on ${places.join(' and ')}. Account: ${accountSid}`
}

interface Shown {
  readonly httpPort: number | undefined
  readonly httpsPort: number | undefined
  readonly accountSid: string
  readonly credentialsFile: string | undefined
}

function developmentText({ httpPort, httpsPort, accountSid, credentialsFile }: Shown): string {
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

function signalled(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    terminal.once('SIGTERM', resolve)
    terminal.once('SIGINT', resolve)
  })
}
