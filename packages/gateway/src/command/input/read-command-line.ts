import { parseArgs, type ParseArgsConfig } from 'node:util'
import { configFlags, flagLayer, type FlagValues } from '../../config/flag-layer.js'
import { didYouMean, suggest } from '../../config/suggestion.js'
import { usageError } from '../command-error.js'
import type { OptionTable, OptionValues } from './option.js'

/** What a command takes. */
export interface Syntax<Options extends OptionTable> {
  /** The name of what must stand behind the command, if anything must. */
  readonly operand?: string | undefined
  readonly options: Options
}

/** A command line that was read. */
export interface CommandLine<Options extends OptionTable> {
  /** Empty if the command takes none. */
  readonly operand: string
  readonly options: OptionValues<Options>
  /** What it says of the configuration. */
  readonly flags: FlagValues
}

type ParseArgsOptions = NonNullable<ParseArgsConfig['options']>

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

/**
 * Read a command line: the options of the command, and with them every flag of the configuration.
 *
 * @throws CommandError with exit code 2; values are not repeated, since they may be secrets
 */
export function readCommandLine<Options extends OptionTable>(
  args: readonly string[],
  syntax: Syntax<Options>,
): CommandLine<Options> {
  const own = toParseArgsOptions(syntax.options)
  const known = { ...configFlags, ...own }
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowNegative: true,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) if (token.kind === 'option') checkOption(token, known, Object.keys(own))
  const isOwn = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(own, name)
  const entries = Object.entries(values)
  return {
    operand: readOperand(positionals, syntax.operand),
    options: Object.fromEntries(entries.filter(isOwn)) as OptionValues<Options>,
    flags: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  }
}

function toParseArgsOptions(options: OptionTable): ParseArgsOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }]),
  )
}

function checkOption(token: OptionToken, known: ParseArgsOptions, own: readonly string[]): void {
  const { name, rawName, value } = token
  const option = Object.hasOwn(known, name) ? known[name] : undefined
  if (option === undefined) throw usageError(unknownOption(rawName, own))
  if (option.type === 'string') checkValue(token)
  else if (value !== undefined && own.includes(name)) throw usageError(`${rawName} is a switch and takes no value`)
}

/** `--voice-url --json` forgets a value; a lone hyphen is one. */
function checkValue({ rawName, value, inlineValue }: OptionToken): void {
  if (value === undefined) throw usageError(`${rawName} needs a value: write ${rawName}=…`)
  if (inlineValue === true || value === '-' || !value.startsWith('-')) return
  throw usageError(`${rawName} needs a value: if it is to begin with a hyphen, write ${rawName}=-…`)
}

function unknownOption(rawName: string, own: readonly string[]): string {
  if (!rawName.startsWith('--')) return `${rawName} is not an option: options begin with two hyphens`
  const name = rawName.slice(2)
  const near = suggest(name, own)
  if (near.length > 0) return `${rawName} is not an option${didYouMean(near.map((each) => `--${each}`))}`
  // It knows the configuration's flags, and why secrets have none.
  return flagLayer({ [name]: true }).problems[0] ?? `${rawName} is not an option`
}

function readOperand(positionals: readonly string[], name: string | undefined): string {
  const expected = name === undefined ? 0 : 1
  if (positionals.length > expected) {
    throw usageError(
      `there is an argument too many: options begin with two hyphens, and a value with spaces stands in quotes`,
    )
  }
  const operand = positionals[0] ?? ''
  if (expected === 1 && operand === '') throw usageError(`${name ?? ''} is missing: put it behind the command`)
  return operand
}
