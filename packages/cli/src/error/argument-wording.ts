import type { TokenArgumentError } from '@ringdown/token'

/** What the token library's arguments are called on the command line. */
const namesByArgument: Readonly<Record<string, string>> = {
  accountSid: '--account-sid',
  keySid: '--api-key-sid',
  clientName: '--incoming',
  key: 'The secret',
  secret: 'The API key secret',
  'options.accountSid': '--account-sid',
  'options.applicationSid': '--outgoing',
  'options.authToken': 'The auth token',
  'options.clientName': '--client-name',
  'options.leewaySeconds': '--leeway',
  'options.maxLifetimeSeconds': '--max-lifetime',
  'options.nbf': '--not-before',
  'options.notBefore': '--not-before',
  'options.outgoingApplicationSid': '--outgoing',
  'options.tokenId': '--token-id',
  'options.ttl': '--ttl',
  'options.validUntil': '--valid-until',
}

/** Arguments that are lists of named values: `options.params["user"]` is `--param user`. */
const namesByList: Readonly<Record<string, string>> = {
  filters: '--filter',
  'options.claims': '--claim',
  'options.outgoingApplicationParams': '--param',
  'options.params': '--param',
}

const secretArguments: readonly string[] = ['key', 'secret', 'options.authToken']

/** Tell whether an argument error is about a secret. */
export function isAboutSecret({ argument }: TokenArgumentError): boolean {
  return secretArguments.includes(argument)
}

/** Say what the token library says of an argument in words of the command line. */
export function wordForCommandLine({ argument, message }: TokenArgumentError): string {
  return message
    .replace(argument, () => nameOf(argument))
    .replace('pass clientNameRule: "wide" to allow', 'add --wide-names to allow')
}

function nameOf(argument: string): string {
  const [, list, item = ''] = /^([\w.]+)\["(.*)"\]$/s.exec(argument) ?? []
  const option = list === undefined ? undefined : namesByList[list]
  return option === undefined ? (namesByArgument[argument] ?? argument) : `${option} ${item}`
}
