import { unreadableError, usageError } from '../error/command-error.js'
import type { Ports } from '../ports.js'
import type { Setting } from '../profile.js'
import { readInputText } from './input-text.js'

/** Options that say who signs, and where the secrets are. */
export interface CredentialOptions {
  readonly accountSid?: string
  readonly authTokenFile?: string
  readonly authTokenStdin?: true
  readonly secondaryAuthTokenFile?: string
  readonly apiKeySid?: string
  readonly apiKeySecretFile?: string
}

type SecretPorts = Pick<Ports, 'profile' | 'readFile' | 'stdin'>

/** Finds secrets: an option before the environment, and never an argument's value. Each is read when it is asked for. */
export class SecretSource {
  readonly #options: CredentialOptions
  readonly #ports: SecretPorts

  /** @throws CommandError with exit code 2 for options that exclude each other */
  constructor(options: CredentialOptions, ports: SecretPorts) {
    if (options.authTokenFile !== undefined && options.authTokenStdin === true) {
      throw usageError('--auth-token-file and --auth-token-stdin exclude each other; pass one of them.')
    }
    this.#options = options
    this.#ports = ports
  }

  /** The account, and where it was named. */
  get accountSid(): Setting | undefined {
    return fromOption('--account-sid', this.#options.accountSid) ?? this.#ports.profile.accountSid
  }

  /** The API key, and where it was named. */
  get apiKeySid(): Setting | undefined {
    return fromOption('--api-key-sid', this.#options.apiKeySid) ?? this.#ports.profile.apiKeySid
  }

  /** @throws CommandError with exit code 3 */
  async readAuthToken(): Promise<string> {
    if (this.#options.authTokenStdin === true) return this.#readStdin()
    const secret = await this.#find('--auth-token-file', this.#options.authTokenFile, this.#ports.profile.authToken)
    if (secret !== undefined) return secret
    throw unreadableError(
      'No auth token. Set RINGDOWN_AUTH_TOKEN or TWILIO_AUTH_TOKEN, or pass --auth-token-file <path> or --auth-token-stdin.',
    )
  }

  /** @throws CommandError with exit code 3 for a file that cannot be read */
  readSecondaryAuthToken(): Promise<string | undefined> {
    const { secondaryAuthTokenFile } = this.#options
    return this.#find('--secondary-auth-token-file', secondaryAuthTokenFile, this.#ports.profile.secondaryAuthToken)
  }

  /** @throws CommandError with exit code 3 */
  async readApiKeySecret(): Promise<string> {
    const { apiKeySecretFile } = this.#options
    const secret = await this.#find('--api-key-secret-file', apiKeySecretFile, this.#ports.profile.apiKeySecret)
    if (secret !== undefined) return secret
    throw unreadableError(
      'No API key secret, which access tokens are signed with. Set RINGDOWN_API_KEY_SECRET or TWILIO_API_SECRET, or pass --api-key-secret-file <path>.',
    )
  }

  #readStdin(): Promise<string> {
    if (this.#ports.stdin.isTerminal) {
      throw unreadableError(
        '--auth-token-stdin: Standard input is a terminal, which would show the secret. Pipe it in.',
      )
    }
    return readSecret('--auth-token-stdin', this.#ports.stdin.read)
  }

  async #find(option: string, path: string | undefined, setting: Setting | undefined): Promise<string | undefined> {
    if (path === undefined) return setting?.value
    return readSecret(option, (maxBytes) => this.#ports.readFile(path, maxBytes))
  }
}

function fromOption(source: string, value: string | undefined): Setting | undefined {
  return value === undefined ? undefined : { source, value }
}

async function readSecret(place: string, read: (maxBytes: number) => Promise<Uint8Array>): Promise<string> {
  const secret = (await readInputText(place, read)).replace(/\r?\n$/, '')
  if (secret === '') throw unreadableError(`${place}: It is empty.`)
  if (/[\r\n]/.test(secret)) throw unreadableError(`${place}: It has several lines; put the secret alone into it.`)
  return secret
}
