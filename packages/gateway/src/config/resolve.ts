import type { z } from 'zod'
import type { Given, Layer } from './layer.js'
import { type SettingKey, settingKeys } from './setting-key.js'
import type { Settings } from './settings.js'

/** The values that count, where each was set, and what is wrong with them. */
export interface Resolution {
  readonly values: Settings
  /** By name of the setting; a setting that is not here has its default. */
  readonly origins: ReadonlyMap<string, string>
  readonly problems: readonly string[]
}

/**
 * Lay the sources over the defaults, the last one on top, and judge what comes out.
 *
 * A setting is replaced as a whole; a value that is overridden is not judged.
 */
export function resolve(layers: readonly Layer[]): Resolution {
  const values = {}
  const origins = new Map<string, string>()
  const problems: string[] = []
  for (const key of settingKeys) {
    const given = layers.findLast((layer) => layer.given.has(key.name))?.given.get(key.name)
    const value = given === undefined ? key.setting.defaultValue : judge(key, given, problems)
    place(values, key.path, value)
    if (given !== undefined) origins.set(key.name, given.where)
  }
  return { values: values as Settings, origins, problems }
}

function judge({ name, setting }: SettingKey, { raw, where }: Given, problems: string[]): unknown {
  const result = setting.schema.safeParse(setting.read(raw))
  if (result.success) return result.data
  const at = [...new Set(result.error.issues.map(({ path }) => formatPath(name, path)))].join(' and ')
  const shown = typeof raw === 'string' && !setting.isSecret ? ` is ${JSON.stringify(raw)}, but` : ''
  problems.push(`${at}, set ${where},${shown} must be ${setting.allowed}${unrecognised(result.error)}`)
  return setting.defaultValue
}

function formatPath(name: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => `${text}${typeof key === 'number' ? `[${key}]` : `.${String(key)}`}`, name)
}

function unrecognised({ issues }: z.ZodError): string {
  const keys = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  return keys.length === 0 ? '' : `; ${keys.join(' and ')} is no key there`
}

function place(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    values[key] = value
    return
  }
  values[key] ??= {}
  place(values[key] as Record<string, unknown>, rest, value)
}
