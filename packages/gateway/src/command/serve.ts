import { loadConfig } from '../config.js'
import { startGateway } from '../gateway.js'
import { createLog } from '../log.js'
import type { Terminal } from './command.js'
import { defineCommand } from './define-command.js'
import { exitCodes } from './exit-code.js'
import { readyText } from './ready-text.js'

/** Run the gateway until it is asked to end. */
export const serveCommand = defineCommand({
  summary: 'Run the gateway.',
  details: `Run the gateway until SIGTERM or SIGINT. It then takes no new calls, gives
running ones calls.drainSeconds to end, and exits with 0. A second signal ends
it at once, with 1.

When it is ready it prints one line on standard output: JSON with the ports, the
account and the file of its first credentials, or a sentence with --log-format
text. Its log goes to standard error. With --development it also serves a demo
phone, over HTTPS with a certificate of its own. deploy/gateway.sample.yaml
explains every setting.`,
  options: {},
  async run({ flags, ports: { terminal, clock, ids, configSources } }) {
    const { config, warnings } = loadConfig(configSources(flags))
    const log = createLog(config.log)
    for (const warning of warnings) log.warn(warning)
    const gateway = await startGateway(config, { clock, ids, log })
    // Listened for before anybody can know that it is ready: a signal that comes right then is not to kill it.
    const asked = signalled(terminal)
    terminal.stdout.write(`${readyText(config, gateway)}\n`)
    await asked
    log.info('draining')
    // Sockets and timers of calls keep a process alive that has been told to end twice.
    void signalled(terminal).then(() => terminal.exit(exitCodes.failure))
    await gateway.close()
  },
})

function signalled(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    terminal.once('SIGTERM', resolve)
    terminal.once('SIGINT', resolve)
  })
}
