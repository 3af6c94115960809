/** What the script is told by the environment. */
interface Environment {
  /** Where the gateway is: scheme, host and port. */
  readonly baseUrl: string
  readonly accountSid: string
  readonly authToken: string
  /** The client whose devices are rung: `bob` when left out. */
  readonly clientName: string
}

/**
 * Read the environment.
 *
 * @throws Error that names the first variable that is missing
 */
export function readEnvironment(): Environment {
  return {
    baseUrl: readVariable('RINGDOWN_URL'),
    accountSid: readVariable('TWILIO_ACCOUNT_SID'),
    authToken: readVariable('TWILIO_AUTH_TOKEN'),
    clientName: process.env['CLIENT_NAME'] ?? 'bob',
  }
}

function readVariable(name: string): string {
  const value = process.env[name]?.trim() ?? ''
  if (value === '') throw new Error(`Set the environment variable ${name}.`)
  return value
}
