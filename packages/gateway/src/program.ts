import { CommandError, usageError } from './command/command-error.js'
import type { CommandGroup, CommandLoader, ProgramPorts } from './command/command.js'
import { describeFailure } from './command/describe-failure.js'
import { type ExitCode, exitCodeHelp, exitCodes } from './command/exit-code.js'
import { formatTable } from './command/output/format-table.js'
import { escapeText } from './command/output/terminal-text.js'
import { didYouMean, suggest } from './config/suggestion.js'
import { version } from './version.js'

/**
 * Every command of `ringdown-gateway`, in the order of its help. Each is loaded when it is called for: what `serve` needs
 * takes longer to load than the other commands take to run.
 */
export const commands: Readonly<Record<string, CommandLoader | CommandGroup>> = {
  serve: async () => (await import('./command/serve.js')).serveCommand,
  migrate: async () => (await import('./command/migrate.js')).migrateCommand,
  'check-config': async () => (await import('./command/check-config.js')).checkConfigCommand,
  account: {
    summary: 'Make and manage accounts.',
    commands: {
      create: async () => (await import('./command/account/account-create.js')).accountCreateCommand,
      list: async () => (await import('./command/account/account-list.js')).accountListCommand,
      rotate: async () => (await import('./command/account/account-rotate.js')).accountRotateCommand,
      suspend: async () => (await import('./command/account/account-status.js')).accountSuspendCommand,
      resume: async () => (await import('./command/account/account-status.js')).accountResumeCommand,
    },
  },
  application: {
    summary: 'Make and manage applications.',
    commands: {
      create: async () => (await import('./command/application/application-create.js')).applicationCreateCommand,
      list: async () => (await import('./command/application/application-list.js')).applicationListCommand,
      update: async () => (await import('./command/application/application-update.js')).applicationUpdateCommand,
      delete: async () => (await import('./command/application/application-delete.js')).applicationDeleteCommand,
    },
  },
  'api-key': {
    summary: 'Make and manage API keys.',
    commands: {
      create: async () => (await import('./command/api-key/api-key-create.js')).apiKeyCreateCommand,
      list: async () => (await import('./command/api-key/api-key-list.js')).apiKeyListCommand,
      delete: async () => (await import('./command/api-key/api-key-delete.js')).apiKeyDeleteCommand,
    },
  },
  token: {
    summary: 'Revoke tokens.',
    commands: { revoke: async () => (await import('./command/token/token-revoke.js')).tokenRevokeCommand },
  },
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
    if (typeof node !== 'function') {
      const asksForHelp = isHelp(rest)
      ;(asksForHelp ? stdout : stderr).write(`${await groupHelp(path, node)}\n`)
      return asksForHelp ? exitCodes.ok : exitCodes.usage
    }
    const command = await node()
    if (!isHelp(rest)) return await command.run(rest, ports)
    stdout.write(`${command.help(path)}\n`)
    return exitCodes.ok
  } catch (error) {
    for (const sentence of describeFailure(error)) stderr.write(`ringdown-gateway: ${escapeText(sentence)}\n`)
    return error instanceof CommandError ? error.exitCode : exitCodes.failure
  }
}

interface Found {
  /** The words that lead to it. */
  readonly path: string
  readonly node: CommandLoader | CommandGroup
  readonly rest: readonly string[]
}

const program: CommandGroup = { summary: 'A self-hosted Twilio Client gateway.', commands: {} }

/** @throws CommandError if there is no such command */
function findCommand(args: readonly string[]): Found {
  let found: Found = { path: '', node: program, rest: args }
  while (typeof found.node !== 'function') {
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

function childrenOf(group: CommandGroup): Readonly<Record<string, CommandLoader | CommandGroup>> {
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

async function groupHelp(path: string, group: CommandGroup): Promise<string> {
  const children = Object.entries(childrenOf(group)).map(async ([name, node]) => {
    const { summary } = typeof node === 'function' ? await node() : node
    return { cells: [`  ${name}`], entries: [summary] }
  })
  const rows = await Promise.all(children)
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
