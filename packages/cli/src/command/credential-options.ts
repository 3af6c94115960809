import type { Command } from 'commander'

/** Add the options that say whose token it is and where the auth token comes from. */
export function addCredentialOptions(command: Command): Command {
  return command
    .optionsGroup('Account and secret:')
    .option('--account-sid <sid>', 'the account; else RINGDOWN_ACCOUNT_SID or TWILIO_ACCOUNT_SID')
    .option(
      '--auth-token-file <path>',
      'read the auth token from a file; else RINGDOWN_AUTH_TOKEN or TWILIO_AUTH_TOKEN',
    )
    .option('--auth-token-stdin', 'read the auth token from standard input')
}

/** Add the options that name an API key, which signs access tokens. */
export function addApiKeyOptions(command: Command): Command {
  return command
    .optionsGroup('Access tokens:')
    .option('--api-key-sid <sid>', 'the API key; else RINGDOWN_API_KEY_SID or TWILIO_API_KEY')
    .option(
      '--api-key-secret-file <path>',
      'read its secret from a file; else RINGDOWN_API_KEY_SECRET or TWILIO_API_SECRET',
    )
}
