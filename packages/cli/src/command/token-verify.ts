import { type CapabilityGrant, decodeCapabilityToken, TokenError, verifyCapabilityTokenAsync } from '@ringdown/token'
import type { Command } from 'commander'
import { usageError } from '../error/command-error.js'
import { type ExitCode, exitCodeHelp, exitCodes } from '../error/exit-code.js'
import { parseSeconds } from '../input/option-value.js'
import { SecretSource } from '../input/secret-source.js'
import { isTokenOnStdin, readToken } from '../input/token-source.js'
import { formatJson } from '../output/json-text.js'
import { type Refusal, toRefusal } from '../output/refusal.js'
import { quoteText } from '../output/terminal-text.js'
import { toVerifiedFacts } from '../output/token-facts.js'
import { toJsonToken } from '../output/token-json.js'
import { toRows } from '../output/token-rows.js'
import { writeVerdict } from '../output/verdict.js'
import type { Ports } from '../ports.js'
import { addApiKeyOptions, addCredentialOptions } from './credential-options.js'
import { addTokenArgument } from './token-argument.js'
import { toVerifyOptions, type VerifyCommandOptions } from './verify-options.js'

const examples = `
Examples:
  With the auth token in RINGDOWN_AUTH_TOKEN:
    ringdown token verify < token.jwt
  During a rotation, accepting the new and the old auth token:
    ringdown token verify --token-file token.jwt \\
      --auth-token-file new.txt --secondary-auth-token-file old.txt
`

/** Add `verify` to the `token` command. */
export function addVerifyCommand(parent: Command, ports: Ports, end: (exitCode: ExitCode) => void): void {
  const command = parent
    .command('verify')
    .summary('check a token as a gateway does')
    .description('Check signature, times and scopes of a token as a gateway does, and show what it allows.')
  addTokenArgument(command)
  addCredentialOptions(command).option(
    '--secondary-auth-token-file <path>',
    'accept this one too, during a rotation; else RINGDOWN_SECONDARY_AUTH_TOKEN',
  )
  addApiKeyOptions(command)
  addRuleOptions(command)
  command.addHelpText('after', `${examples}\n${exitCodeHelp}`)
  command.action(async (argument: string | undefined, options: VerifyCommandOptions) => {
    end(await verify(argument, options, ports))
  })
}

function addRuleOptions(command: Command): void {
  command
    .optionsGroup('What is insisted on:')
    .option('--leeway <seconds>', 'how far clocks may differ, from 0 to 300', parseSeconds('--leeway'))
    .option(
      '--max-lifetime <seconds>',
      'the longest life accepted; 86400 when left out',
      parseSeconds('--max-lifetime'),
    )
    .option('--strict', 'refuse tokens that depart from the format in any way')
    .option('--strict-sids', 'demand AC…, AP… and SK… with 32 hex digits')
}

async function verify(argument: string | undefined, options: VerifyCommandOptions, ports: Ports): Promise<ExitCode> {
  const source = new SecretSource(options, ports)
  if (options.authTokenStdin === true && isTokenOnStdin(argument, options)) {
    throw usageError('Standard input can carry the auth token or the token, not both: pass --token-file <path>.')
  }
  const token = await readToken(argument, options, ports)
  const now = ports.nowSeconds()
  try {
    const grant = await verifyCapabilityTokenAsync(token, toVerifyOptions(options, source, now))
    showGrant(grant, token, now, { options, ports })
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    showRefusal(toRefusal(error), source, { options, ports })
    return exitCodes.refused
  }
}

interface View {
  readonly options: VerifyCommandOptions
  readonly ports: Ports
}

function showGrant(grant: CapabilityGrant, token: string, now: number, { options, ports }: View): void {
  const facts = toVerifiedFacts(grant, decodeCapabilityToken(token, { now }))
  const signedWith = signerOf(grant)
  if (options.json === true) {
    ports.stdout.write(formatJson({ verified: true, signedWith, token: toJsonToken(facts, now) }))
    return
  }
  const text = `signed with the ${signedWith.replaceAll('-', ' ').replace('api', 'API')}.`
  writeVerdict({ word: 'VERIFIED', tone: 'good', text }, toRows(facts, now), ports)
}

function signerOf({ kind, keyIndex }: CapabilityGrant): 'auth-token' | 'secondary-auth-token' | 'api-key' {
  if (kind === 'access') return 'api-key'
  return keyIndex === 0 ? 'auth-token' : 'secondary-auth-token'
}

function showRefusal(refusal: Refusal, { accountSid }: SecretSource, { options, ports }: View): void {
  if (options.json === true) {
    ports.stdout.write(formatJson({ verified: false, refusal }))
    return
  }
  const { code, deviceErrorCode, message, advice } = refusal
  const isAboutAccount = code === 'account-mismatch' && accountSid !== undefined
  const expected = isAboutAccount ? [`${quoteText(accountSid.value)}, from ${accountSid.source}`] : []
  const rows = [
    { label: 'Code', entries: [code] },
    { label: 'Device error', entries: [String(deviceErrorCode)] },
    ...(isAboutAccount ? [{ label: 'Account expected', entries: expected }] : []),
    { label: 'What to do', entries: [advice] },
  ]
  writeVerdict({ word: 'REFUSED', tone: 'bad', text: message }, rows, ports)
}
