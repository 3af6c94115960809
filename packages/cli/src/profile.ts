/** A value, and where it was found, for messages. */
export interface Setting {
  readonly value: string
  readonly source: string
}

/** What the environment says. */
export interface Profile {
  readonly accountSid: Setting | undefined
  readonly authToken: Setting | undefined
  readonly secondaryAuthToken: Setting | undefined
  readonly apiKeySid: Setting | undefined
  readonly apiKeySecret: Setting | undefined
  /** False when `NO_COLOR` is set or the terminal is dumb. */
  readonly allowsColor: boolean
}

/** Environment variables by what they set, the first one that is set counting. */
export const variables = Object.freeze({
  accountSid: ['RINGDOWN_ACCOUNT_SID', 'TWILIO_ACCOUNT_SID'],
  authToken: ['RINGDOWN_AUTH_TOKEN', 'TWILIO_AUTH_TOKEN'],
  secondaryAuthToken: ['RINGDOWN_SECONDARY_AUTH_TOKEN'],
  apiKeySid: ['RINGDOWN_API_KEY_SID', 'TWILIO_API_KEY'],
  apiKeySecret: ['RINGDOWN_API_KEY_SECRET', 'TWILIO_API_SECRET'],
} as const)

/** Read the environment. The only place in this package that does. */
export function readProfile(environment: NodeJS.ProcessEnv = process.env): Profile {
  const find = (names: readonly string[]): Setting | undefined =>
    names.map((source) => ({ source, value: environment[source]?.trim() ?? '' })).find(({ value }) => value !== '')
  return Object.freeze({
    accountSid: find(variables.accountSid),
    authToken: find(variables.authToken),
    secondaryAuthToken: find(variables.secondaryAuthToken),
    apiKeySid: find(variables.apiKeySid),
    apiKeySecret: find(variables.apiKeySecret),
    // https://no-color.org: present and not empty.
    allowsColor: (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
  })
}
