import type { Command, Terminal } from './command/command.js'
import { describeFailure } from './command/describe-failure.js'
import { serveCommand } from './command/serve.js'
import { version } from './version.js'

/** Every command of `ringdown-gateway`, in the order of its help. */
export const commands: Readonly<Record<string, Command>> = { serve: serveCommand }

/** Exit codes of `ringdown-gateway`. */
export const exitCodes = Object.freeze({ ok: 0, failure: 1, usage: 2 })

/** Run `ringdown-gateway`. Resolves to the exit code; never rejects. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === '--version') return say(terminal, version)
  if (name === undefined || name === '--help' || name === '-h') return say(terminal, programHelp())
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    terminal.stderr.write(
      `ringdown-gateway: there is no command ${JSON.stringify(name)}; see ringdown-gateway --help\n`,
    )
    return exitCodes.usage
  }
  if (rest.includes('--help') || rest.includes('-h')) return say(terminal, command.help)
  try {
    return await command.run({ args: rest, terminal })
  } catch (error) {
    terminal.stderr.write(`ringdown-gateway: ${describeFailure(error)}\n`)
    return exitCodes.failure
  }
}

function say({ stdout }: Terminal, text: string): number {
  stdout.write(`${text.trimEnd()}\n`)
  return exitCodes.ok
}

function programHelp(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: ringdown-gateway <command> [options]

A self-hosted Twilio Client gateway.

Commands:
${lines.join('\n')}

  ringdown-gateway <command> --help tells more. Every setting can come from a file (--config),
  from the environment (RINGDOWN_…) or from a flag; see deploy/gateway.sample.yaml.`
}
