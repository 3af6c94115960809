import { type DecodedToken, decodeCapabilityToken, TokenError } from '@ringdown/token'
import type { Command } from 'commander'
import { type ExitCode, exitCodeHelp, exitCodes } from '../error/exit-code.js'
import { readToken, type TokenOptions } from '../input/token-source.js'
import { formatJson } from '../output/json-text.js'
import { toRefusal } from '../output/refusal.js'
import { toFacts } from '../output/token-facts.js'
import { toJsonToken } from '../output/token-json.js'
import { toRows } from '../output/token-rows.js'
import { writeVerdict } from '../output/verdict.js'
import type { Ports } from '../ports.js'
import { addTokenArgument } from './token-argument.js'

const examples = `
Examples:
  ringdown token inspect eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…
  curl -s https://example.com/token | ringdown token inspect
  ringdown token inspect --token-file token.jwt --json
`

/** Add `inspect` to the `token` command. */
export function addInspectCommand(parent: Command, ports: Ports, end: (exitCode: ExitCode) => void): void {
  const command = parent
    .command('inspect')
    .summary('show what a token says, without verifying it')
    .description(
      'Show what a token allows, how long it still lives and what is unusual about it. ' +
        'Nothing is verified: anyone can write a token that says anything. No secret is needed.',
    )
  addTokenArgument(command).addHelpText('after', `${examples}\n${exitCodeHelp}`)
  command.action(async (argument: string | undefined, options: InspectOptions) => {
    end(await inspect(argument, options, ports))
  })
}

interface InspectOptions extends TokenOptions {
  readonly json?: true
}

async function inspect(argument: string | undefined, options: InspectOptions, ports: Ports): Promise<ExitCode> {
  const token = await readToken(argument, options, ports)
  const now = ports.nowSeconds()
  if (options.json === true) return inspectAsJson(token, now, ports)
  const text = 'anyone may have written this. To check it: ringdown token verify'
  const rows = toRows(toFacts(decodeCapabilityToken(token, { now })), now)
  writeVerdict({ word: 'NOT VERIFIED', tone: 'doubtful', text }, rows, ports)
  return exitCodes.ok
}

function inspectAsJson(token: string, now: number, { stdout }: Ports): ExitCode {
  let decoded: DecodedToken
  try {
    decoded = decodeCapabilityToken(token, { now })
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    stdout.write(formatJson({ verified: false, refusal: toRefusal(error) }))
    return exitCodes.refused
  }
  const { header, payload } = decoded
  stdout.write(formatJson({ verified: false, token: toJsonToken(toFacts(decoded), now), header, payload }))
  return exitCodes.ok
}
