import type { FlagValues } from '../config/flag-layer.js'
import type { Command, ProgramPorts } from './command.js'
import { exitCodeHelp, exitCodes } from './exit-code.js'
import type { OptionTable, OptionValues } from './input/option.js'
import { readCommandLine } from './input/read-command-line.js'
import { formatTable } from './output/format-table.js'

/** What a command was called with. */
interface CommandCall<Options extends OptionTable> {
  /** Empty if it takes none. */
  readonly operand: string
  readonly options: OptionValues<Options>
  /** What the command line says of the configuration. */
  readonly flags: FlagValues
  readonly ports: ProgramPorts
}

/** A command, told by what it takes. */
export interface CommandDefinition<Options extends OptionTable> {
  /** One line for the help of what it belongs to. */
  readonly summary: string
  /** What a person should know before using it, wrapped at 80 columns. */
  readonly details: string
  /** The one argument that it takes beside options, such as `<sid>`; it must be given. */
  readonly operand?: string
  readonly options: Options
  /** Does it. What goes wrong is a rejection. */
  run(call: CommandCall<Options>): Promise<void>
}

const configHelp = `Every setting of the gateway is an option too, such as --config <file> and
--data-dir <folder>; the same file and environment count as for serve.`

/** Make a command of its definition: its help, and the reading of its command line. */
export function defineCommand<const Options extends OptionTable>(definition: CommandDefinition<Options>): Command {
  const { summary, details, operand, options } = definition
  return {
    summary,
    help: (path) => {
      const usage = ['ringdown-gateway', path, operand, '[options]'].filter((word) => word !== undefined).join(' ')
      return [`Usage: ${usage}`, details, optionHelp(options), configHelp, exitCodeHelp]
        .filter((part) => part !== '')
        .join('\n\n')
    },
    async run(args, ports) {
      await definition.run({ ...readCommandLine(args, { operand, options }), ports })
      return exitCodes.ok
    },
  }
}

function optionHelp(options: OptionTable): string {
  const rows = Object.entries(options).map(([name, { value, text }]) => ({
    cells: [value === undefined ? `  --${name}` : `  --${name} <${value}>`],
    entries: [text],
  }))
  return rows.length === 0 ? '' : `Options:\n${formatTable(rows).trimEnd()}`
}
