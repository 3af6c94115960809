/** What the token servers of this folder are told by the environment. */
export interface Environment {
  readonly accountSid: string
  readonly authToken: string
  /** The TwiML application that devices may call out to. */
  readonly applicationSid: string
  /** 3000 when left out; 0 takes any free one. */
  readonly port: number
}

/**
 * Read the environment.
 *
 * @throws Error that names the first variable that is missing
 */
export function readEnvironment(): Environment {
  return {
    accountSid: readVariable('TWILIO_ACCOUNT_SID'),
    authToken: readVariable('TWILIO_AUTH_TOKEN'),
    applicationSid: readVariable('TWILIO_TWIML_APP_SID'),
    port: Number(process.env['PORT'] ?? 3000),
  }
}

function readVariable(name: string): string {
  const value = process.env[name]?.trim() ?? ''
  if (value === '') throw new Error(`Set the environment variable ${name}.`)
  return value
}
