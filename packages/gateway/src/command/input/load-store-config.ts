import { type ConfigSources, loadConfig, type LoadedConfig } from '../../config.js'
import { ConfigError } from '../../config/config-error.js'
import type { GatewayConfig } from '../../config/gateway-config.js'
import { readSid } from './read-sid.js'

/** An account that a command is for unless it names another, and where that was set, to be read after "named". */
export interface DefaultAccount {
  readonly sid: string
  readonly where: string
}

/** What a command on the store needs of the configuration. */
export interface StoreConfig {
  readonly config: GatewayConfig
  readonly defaultAccount: DefaultAccount | undefined
}

const variable = 'RINGDOWN_ACCOUNT_SID'

/**
 * Load the configuration for a command on the store.
 *
 * For the gateway itself `RINGDOWN_ACCOUNT_SID` without an auth token means nothing, and is refused; here it says which
 * account a command is for.
 *
 * @throws ConfigError, or CommandError for what is no SID (error 20423)
 */
export function loadStoreConfig(sources: ConfigSources): StoreConfig {
  try {
    return fromLoaded(loadConfig(sources))
  } catch (error) {
    const sid = sources.env[variable] ?? ''
    if (!(error instanceof ConfigError) || sid === '') throw error
    const { config } = loadWithoutSid(sources, error)
    const where = `by ${variable} in the environment`
    return { config, defaultAccount: { sid: readSid(sid, 'AC', `the account, named ${where},`), where } }
  }
}

function loadWithoutSid(sources: ConfigSources, firstError: ConfigError): LoadedConfig {
  try {
    return loadConfig({ ...sources, env: { ...sources.env, [variable]: undefined } })
  } catch {
    // The variable was not the only problem.
    throw firstError
  }
}

function fromLoaded({ config, settings, origins }: LoadedConfig): StoreConfig {
  const { sid } = settings.firstAccount
  const where = origins.get('firstAccount.sid') ?? 'by default'
  return { config, defaultAccount: sid === '' ? undefined : { sid, where } }
}
