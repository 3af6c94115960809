import { Command } from 'commander'
import { addCreateCommand } from './command/token-create.js'
import { addInspectCommand } from './command/token-inspect.js'
import { addVerifyCommand } from './command/token-verify.js'
import { type ExitCode, exitCodeHelp, exitCodes } from './error/exit-code.js'
import { toFailure } from './error/failure.js'
import { refuseSecretArguments } from './input/secret-argument.js'
import { layoutWidth } from './output/table.js'
import { escapeText } from './output/terminal-text.js'
import type { Ports } from './ports.js'

const secrets = `
Secrets come from the environment, a file or standard input, never from an
argument, which other users of the machine can read.
`

/**
 * Run the command once. Never throws: whatever goes wrong is a sentence on standard error and an exit code.
 *
 * @returns the exit code to end with
 */
export async function runProgram(ports: Ports): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok
  try {
    refuseSecretArguments(ports.args)
    const program = createProgram(ports, (code) => (exitCode = code))
    await program.parseAsync(ports.args, { from: 'user' })
    return exitCode
  } catch (error) {
    const failure = toFailure(error)
    if (failure.message !== undefined) ports.stderr.write(`ringdown: ${escapeText(failure.message)}\n`)
    return failure.exitCode
  }
}

function createProgram(ports: Ports, end: (exitCode: ExitCode) => void): Command {
  const program = new Command('ringdown')
    .description('Ringdown on the command line: tokens that let browsers make and receive calls.')
    .version(ports.version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: ports.stdout.write,
      writeErr: ports.stderr.write,
      // Errors are worded and written in one place, after parsing.
      outputError: () => undefined,
      getOutHelpWidth: () => layoutWidth(ports.stdout.columns),
      getErrHelpWidth: () => layoutWidth(ports.stderr.columns),
    })
    .addHelpText('after', `${secrets}\n${exitCodeHelp}`)
  const token = program
    .command('token')
    .summary('create, inspect and verify tokens')
    .description('Create, inspect and verify capability tokens and voice access tokens.')
    .addHelpText('after', `${secrets}\n${exitCodeHelp}`)
  addCreateCommand(token, ports)
  addInspectCommand(token, ports, end)
  addVerifyCommand(token, ports, end)
  return program
}
