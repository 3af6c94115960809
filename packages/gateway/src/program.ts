import { accountCreateCommand } from './command/account/account-create.js'
import { accountListCommand } from './command/account/account-list.js'
import { accountRotateCommand } from './command/account/account-rotate.js'
import { accountResumeCommand, accountSuspendCommand } from './command/account/account-status.js'
import { apiKeyCreateCommand } from './command/api-key/api-key-create.js'
import { apiKeyDeleteCommand } from './command/api-key/api-key-delete.js'
import { apiKeyListCommand } from './command/api-key/api-key-list.js'
import { applicationCreateCommand } from './command/application/application-create.js'
import { applicationDeleteCommand } from './command/application/application-delete.js'
import { applicationListCommand } from './command/application/application-list.js'
import { applicationUpdateCommand } from './command/application/application-update.js'
import { checkConfigCommand } from './command/check-config.js'
import { CommandError, usageError } from './command/command-error.js'
import type { Command, CommandGroup, ProgramPorts } from './command/command.js'
import { describeFailure } from './command/describe-failure.js'
import { type ExitCode, exitCodeHelp, exitCodes } from './command/exit-code.js'
import { migrateCommand } from './command/migrate.js'
import { formatTable } from './command/output/format-table.js'
import { escapeText } from './command/output/terminal-text.js'
import { serveCommand } from './command/serve.js'
import { tokenRevokeCommand } from './command/token/token-revoke.js'
import { didYouMean, suggest } from './config/suggestion.js'
import { version } from './version.js'

/** Every command of `ringdown-gateway`, in the order of its help. */
export const commands: Readonly<Record<string, Command | CommandGroup>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  'check-config': checkConfigCommand,
  account: {
    summary: 'Make and manage accounts.',
    commands: {
      create: accountCreateCommand,
      list: accountListCommand,
      rotate: accountRotateCommand,
      suspend: accountSuspendCommand,
      resume: accountResumeCommand,
    },
  },
  application: {
    summary: 'Make and manage applications.',
    commands: {
      create: applicationCreateCommand,
      list: applicationListCommand,
      update: applicationUpdateCommand,
      delete: applicationDeleteCommand,
    },
  },
  'api-key': {
    summary: 'Make and manage API keys.',
    commands: { create: apiKeyCreateCommand, list: apiKeyListCommand, delete: apiKeyDeleteCommand },
  },
  token: { summary: 'Revoke tokens.', commands: { revoke: tokenRevokeCommand } },
}

/** Run `ringdown-gateway`. Resolves to the exit code; never rejects. */
export async function runProgram(args: readonly string[], ports: ProgramPorts): Promise<ExitCode> {
  const { stdout, stderr } = ports.terminal
  try {
    if (args[0] === '--version') {
      stdout.write(`${version}\n`)
      return exitCodes.ok
    }
    const { path, node, rest } = findCommand(args[0] === 'help' ? [...args.slice(1), '--help'] : args)
    const asksForHelp = isHelp(rest)
    if ('run' in node && !asksForHelp) return await node.run(rest, ports)
    const help = 'run' in node ? node.help(path) : groupHelp(path, node)
    ;(asksForHelp ? stdout : stderr).write(`${help}\n`)
    return asksForHelp ? exitCodes.ok : exitCodes.usage
  } catch (error) {
    for (const sentence of describeFailure(error)) stderr.write(`ringdown-gateway: ${escapeText(sentence)}\n`)
    return error instanceof CommandError ? error.exitCode : exitCodes.failure
  }
}

interface Found {
  /** The words that lead to it. */
  readonly path: string
  readonly node: Command | CommandGroup
  readonly rest: readonly string[]
}

const program: CommandGroup = { summary: 'A self-hosted Twilio Client gateway.', commands: {} }

/** @throws CommandError if there is no such command */
function findCommand(args: readonly string[]): Found {
  let found: Found = { path: '', node: program, rest: args }
  while (!('run' in found.node)) {
    const children = childrenOf(found.node)
    const [name, ...rest] = found.rest
    if (name === undefined || isHelp([name])) return found
    const path = found.path === '' ? name : `${found.path} ${name}`
    const node = Object.hasOwn(children, name) ? children[name] : undefined
    if (node === undefined) throw usageError(noCommand(path, name, Object.keys(children)))
    found = { path, node, rest }
  }
  return found
}

function childrenOf(group: CommandGroup): Readonly<Record<string, Command | CommandGroup>> {
  return group === program ? commands : group.commands
}

function noCommand(path: string, name: string, names: readonly string[]): string {
  const near = suggest(name, names)
  return `there is no command ${path}${near.length > 0 ? didYouMean(near) : ': ringdown-gateway --help lists them'}`
}

function isHelp(args: readonly string[]): boolean {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  return options.includes('--help') || options.includes('-h')
}

function groupHelp(path: string, group: CommandGroup): string {
  const children = Object.entries(childrenOf(group))
  const rows = children.map(([name, { summary }]) => ({ cells: [`  ${name}`], entries: [summary] }))
  const name = ['ringdown-gateway', path].filter((word) => word !== '').join(' ')
  return `Usage: ${name} <command> [options]

${group.summary}

Commands:
${formatTable(rows)}
${name} <command> --help tells more.
Every setting can come from a file (--config), from the environment (RINGDOWN_…)
or from an option.

${exitCodeHelp}`
}
