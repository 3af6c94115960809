import { readFileSync } from 'node:fs'
import { ConfigError } from './config/config-error.js'
import { environmentLayer } from './config/environment-layer.js'
import { fileLayer } from './config/file-layer.js'
import { flagLayer, type FlagValues } from './config/flag-layer.js'
import { type GatewayConfig, toGatewayConfig } from './config/gateway-config.js'
import type { Layer } from './config/layer.js'
import { resolve } from './config/resolve.js'
import { fileFlag, fileVariable } from './config/setting-key.js'
import type { Settings } from './config/settings.js'

/** Where a configuration comes from. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** As `parseArgs` gives them, with the options `configFlags`. */
  readonly flags: FlagValues
  /** The text of a file in UTF-8; throws if there is none. */
  readonly readFile: (path: string) => string
}

/** A configuration, and how it came to be. */
export interface LoadedConfig {
  readonly config: GatewayConfig
  /** The settings that the configuration was made of. */
  readonly settings: Settings
  /** Where each setting was set, by its name; a setting that is not here has its default. */
  readonly origins: ReadonlyMap<string, string>
  /** What is odd, but may be meant. */
  readonly warnings: readonly string[]
}

/** The environment and the files of this process: the one place that reads them. */
export function processSources(flags: FlagValues): ConfigSources {
  return { env: process.env, flags, readFile: (path) => readFileSync(path, 'utf8') }
}

/**
 * Load the configuration: the defaults, over them the file (flag `--config`, else variable `RINGDOWN_CONFIG`; without
 * either none), over it the environment, over that the flags.
 *
 * @throws ConfigError with every problem there is
 */
export function loadConfig({ env, flags, readFile }: ConfigSources): LoadedConfig {
  const layers = [readLayer({ env, flags, readFile }), environmentLayer(env), flagLayer(flags)]
  const { values, origins, problems } = resolve(layers)
  const found = [...layers.flatMap((layer) => layer.problems), ...problems]
  // What values say together means something only once each of them is right.
  const { config, problems: contradictions } = toGatewayConfig({ values, origins })
  if (found.length > 0) throw new ConfigError(found)
  if (contradictions.length > 0) throw new ConfigError(contradictions)
  return { config, settings: values, origins, warnings: layers.flatMap((layer) => layer.warnings) }
}

function readLayer({ env, flags, readFile }: ConfigSources): Layer {
  const flag = flags[fileFlag]
  const variable = env[fileVariable] ?? ''
  const [file, where] =
    typeof flag === 'string' ? [flag, `by the flag --${fileFlag}`] : [variable, `by ${fileVariable} in the environment`]
  if (file === '') return { given: new Map(), problems: [], warnings: [] }
  try {
    return fileLayer(file, readFile(file))
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read'
    const problem = `The configuration file ${file}, named ${where}, cannot be read (${reason}): name a file that exists and that this user may read`
    return { given: new Map(), problems: [problem], warnings: [] }
  }
}
