import { type Given, isEmpty, type Layer } from './layer.js'
import { fileVariable, settingKeys } from './setting-key.js'
import { didYouMean, nearest, suggest } from './suggestion.js'

/** Variables that Kubernetes sets in every pod once a service is called `ringdown`. */
const serviceLink = /_SERVICE_(?:HOST|PORT(?:_\w+)?)$|_PORT_\d+_(?:TCP|UDP)(?:_\w+)?$/

/**
 * Read the environment.
 *
 * An unknown name that is a slip away from a known one is refused. Any other is only warned of, since the environment
 * is shared: the `ringdown` command has variables of its own.
 */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  const given = new Map<string, Given>()
  for (const { name, variable } of settingKeys) {
    const raw = env[variable]
    if (raw !== undefined && !isEmpty(raw)) given.set(name, { raw, where: `by ${variable} in the environment` })
  }
  const known = [...settingKeys.map(({ variable }) => variable), fileVariable]
  const unknown = Object.keys(env).filter((name) => isForeign(name, env[name]) && !known.includes(name))
  const slips = unknown.filter((name) => nearest(name, known).length > 0)
  return {
    given,
    problems: slips.map((name) => `${name} in the environment sets nothing${didYouMean(suggest(name, known))}`),
    warnings: unknown
      .filter((name) => !slips.includes(name))
      .map((name) => `${name} in the environment sets nothing in the gateway${didYouMean(suggest(name, known))}`),
  }
}

function isForeign(name: string, value = ''): boolean {
  return name.startsWith('RINGDOWN_') && !serviceLink.test(name) && !/^(?:tcp|udp):\/\//.test(value)
}
