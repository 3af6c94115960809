import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FlagValues } from '../config/flag-layer.js'
import type { GatewayConfig } from '../config/gateway-config.js'
import { openStore, storeFile } from '../gateway.js'
import type { Store } from '../store/store.js'
import { CommandError } from './command-error.js'
import type { ProgramPorts } from './command.js'
import { exitCodes } from './exit-code.js'
import { type DefaultAccount, loadStoreConfig } from './input/load-store-config.js'

/** An open store, and what goes with it. */
export interface OpenStore {
  readonly store: Store
  readonly config: GatewayConfig
  /** The absolute path of its file. */
  readonly file: string
  readonly defaultAccount: DefaultAccount | undefined
  /** Names of the migrations that opening it ran. */
  readonly migrated: readonly string[]
}

/** How to open a store. */
export interface WithStoreOptions {
  readonly ports: ProgramPorts
  readonly flags: FlagValues
  /** Whether to make it if it is not there; a command in the wrong folder would leave one behind. Default false. */
  readonly mayCreate?: boolean
}

/**
 * Open the store that a gateway with this configuration uses, and close it when done. A gateway may run on it.
 *
 * @throws CommandError if it is not there and may not be made
 * @throws ConfigError, StoreError
 */
export async function withStore<Result>(
  { ports, flags, mayCreate = false }: WithStoreOptions,
  use: (open: OpenStore) => Promise<Result>,
): Promise<Result> {
  const { config, defaultAccount } = loadStoreConfig(ports.configSources(flags))
  const file = resolve(storeFile(config))
  // Of a folder that may not be looked into, this throws what the operating system says.
  if (!mayCreate && statSync(file, { throwIfNoEntry: false }) === undefined) {
    throw new CommandError(
      exitCodes.failure,
      `there is no store at ${file}: name the gateway's own folder with --data-dir or RINGDOWN_DATA_DIR, or begin with ringdown-gateway account create`,
    )
  }
  const { store, migrated } = await openStore(config)
  try {
    return await use({ store, config, file, defaultAccount, migrated })
  } finally {
    await store.close()
  }
}
