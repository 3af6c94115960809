import { loadConfig } from '../config.js'
import { printConfig } from '../config/print-config.js'
import { defineCommand } from './define-command.js'

/** Show the configuration that counts. */
export const checkConfigCommand = defineCommand({
  summary: 'Show the configuration that counts.',
  details: `Show the configuration that serve would use, as a YAML file would hold it, with
a note of where each value was set; a value without a note is the default.
Secrets are masked. If the configuration cannot be used, every problem is named.
Nothing is opened or changed.`,
  options: {},
  run({ ports: { terminal, configSources }, flags }) {
    const loaded = loadConfig(configSources(flags))
    for (const warning of loaded.warnings) terminal.stderr.write(`ringdown-gateway: ${warning}\n`)
    terminal.stdout.write(printConfig(loaded))
    return Promise.resolve()
  },
})
