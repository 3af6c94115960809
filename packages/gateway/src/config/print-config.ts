import { Document, Scalar } from 'yaml'
import type { LoadedConfig } from '../config.js'
import { settingKeys } from './setting-key.js'
import { yamlPairAt } from './yaml-pair.js'

/** The configuration as a YAML file would hold it, each setting that is not at its default under a note of where it was set. Secrets are masked. */
export function printConfig({ settings, origins }: Pick<LoadedConfig, 'settings' | 'origins'>): string {
  const document = new Document({})
  for (const { path, name, setting } of settingKeys) {
    document.setIn(path, document.createNode(setting.show(valueAt(settings, path))))
    const origin = origins.get(name)
    if (origin !== undefined) note(document, path, `set ${origin}`)
  }
  return document.toString({ lineWidth: 0 })
}

function note(document: Document, path: readonly string[], text: string): void {
  const pair = yamlPairAt(document, path)
  if (pair === undefined) return
  const key = new Scalar(path.at(-1))
  key.commentBefore = ` ${text}`
  pair.key = key
}

function valueAt(tree: object, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>>)[key], tree)
}
