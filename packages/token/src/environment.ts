/** Credentials as the 2.x helper library looks them up; each is undefined when its variable is unset or blank. */
export interface EnvironmentCredentials {
  readonly accountSid: string | undefined
  readonly authToken: string | undefined
}

/**
 * Read `TWILIO_ACCOUNT_SID` and `TWILIO_AUTH_TOKEN`, trimmed, at the moment of the call.
 *
 * The only place in this package that reads the environment, and only the 2.x API comes here.
 */
export function readEnvironmentCredentials(): EnvironmentCredentials {
  return { accountSid: readVariable('TWILIO_ACCOUNT_SID'), authToken: readVariable('TWILIO_AUTH_TOKEN') }
}

function readVariable(name: string): string | undefined {
  const value = process.env[name]?.trim()
  return value === '' ? undefined : value
}
