import { type Command, Option } from 'commander'
import { usageError } from '../error/command-error.js'
import { exitCodeHelp } from '../error/exit-code.js'
import { collect, collectClaims, collectPairs, parseMoment, parseSeconds } from '../input/option-value.js'
import { SecretSource } from '../input/secret-source.js'
import type { Ports } from '../ports.js'
import { checkCreateOptions, type CreateOptions } from './create-options.js'
import { addApiKeyOptions, addCredentialOptions } from './credential-options.js'
import { issueAccess } from './issue-access.js'
import { issueCapability } from './issue-capability.js'

const examples = `
Examples:
  Receive calls as joey for ten minutes:
    ringdown token create --incoming joey --ttl 600
  Call out as joey, with a signed parameter for the application's VoiceUrl:
    ringdown token create --outgoing AP123 --client-name joey --param user=7
  Both, with the auth token from a secret store:
    get-secret twilio | ringdown token create --auth-token-stdin \\
      --incoming joey --outgoing AP123 --client-name joey
`

/** Add `create` to the `token` command. It prints the token, alone on a line. */
export function addCreateCommand(parent: Command, ports: Ports): void {
  const command = parent.command('create').summary('issue a token').description('Issue a token and print it.')
  addGrantOptions(command)
  addLifeOptions(command)
  addCredentialOptions(command).option('--strict-sids', 'demand AC… and AP… with 32 hex digits')
  addApiKeyOptions(command).addOption(
    new Option('--access', 'issue an access token, signed with an API key, instead of a capability token').conflicts([
      ...['eventStream', 'filter', 'claim', 'validUntil', 'strictSids', 'authTokenFile', 'authTokenStdin'],
    ]),
  )
  command.addHelpText('after', `${examples}\n${exitCodeHelp}`)
  command.action((options: CreateOptions) => create(options, ports))
}

function addGrantOptions(command: Command): void {
  command
    .optionsGroup('What it allows:')
    .option('--incoming <name>', 'receive calls as this client; may be repeated', collect)
    .option('--outgoing <sid>', 'call out to this TwiML application')
    .option('--client-name <name>', 'the client that outgoing calls come from; not copied from --incoming')
    .option('--param <name=value>', 'sign a parameter into outgoing calls; may be repeated', collectPairs('--param'))
    .option('--event-stream', "subscribe to the account's events")
    .option('--filter <name=value>', 'only events that match; may be repeated', collectPairs('--filter'))
    .option('--wide-names', 'allow more in client names than A-Z, a-z, 0-9 and _, such as - and @')
}

function addLifeOptions(command: Command): void {
  command
    .optionsGroup('How long it lives:')
    .option('--ttl <seconds>', 'from 1 to 86400; 3600 when left out', parseSeconds('--ttl'))
    .addOption(
      new Option('--valid-until <moment>', 'when it ends, as ISO 8601 or Unix seconds')
        .argParser(parseMoment('--valid-until'))
        .conflicts('ttl'),
    )
    .option('--not-before <moment>', 'refused before this moment', parseMoment('--not-before'))
    .optionsGroup('What else it says:')
    .option('--token-id <id>', 'its own id (jti), by which it can be revoked; "auto" makes one')
    .option('--claim <name=json>', 'a further claim; may be repeated', collectClaims('--claim'))
}

async function create(options: CreateOptions, ports: Ports): Promise<void> {
  checkCreateOptions(options)
  const source = new SecretSource(options, ports)
  const accountSid = source.accountSid?.value
  if (accountSid === undefined) {
    throw usageError('No account. Pass --account-sid <sid>, or set RINGDOWN_ACCOUNT_SID or TWILIO_ACCOUNT_SID.')
  }
  const tokenId = options.tokenId === 'auto' ? ports.createTokenId() : options.tokenId
  const issuer = { accountSid, tokenId, now: ports.nowSeconds() }
  const token =
    options.access === true
      ? issueAccess(options, { ...issuer, apiKeySid: readApiKeySid(source), secret: await source.readApiKeySecret() })
      : issueCapability(options, { ...issuer, secret: await source.readAuthToken() })
  ports.stdout.write(`${token}\n`)
}

function readApiKeySid({ apiKeySid }: SecretSource): string {
  if (apiKeySid !== undefined) return apiKeySid.value
  throw usageError('No API key. Pass --api-key-sid <sid>, or set RINGDOWN_API_KEY_SID or TWILIO_API_KEY.')
}
