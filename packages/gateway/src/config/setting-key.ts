import type { Setting, SettingTree } from './setting.js'
import { settings } from './settings.js'

/** A setting, and its names. */
export interface SettingKey {
  /** As in the file, from the outermost group on. */
  readonly path: readonly string[]
  /** The path with dots, as messages name it. */
  readonly name: string
  readonly variable: string
  /** Undefined for a secret: what a command line holds, every user of the machine can read. */
  readonly flag: string | undefined
  readonly setting: Setting<unknown>
}

/** Variables that are named otherwise than by the rule, since deployments build on them. */
const fixedVariables: Readonly<Record<string, string>> = {
  'https.certFile': 'RINGDOWN_TLS_CERT',
  'https.keyFile': 'RINGDOWN_TLS_KEY',
  'firstAccount.sid': 'RINGDOWN_ACCOUNT_SID',
  'firstAccount.authToken': 'RINGDOWN_AUTH_TOKEN',
}

/** The variable and the flag that name the file itself. */
export const fileVariable = 'RINGDOWN_CONFIG'
/** Without its dashes. */
export const fileFlag = 'config'

/** Every setting, in the order of the tree. */
export const settingKeys: readonly SettingKey[] = Object.freeze(keysOf(settings, []))

function keysOf(tree: SettingTree, above: readonly string[]): SettingKey[] {
  return Object.entries(tree).flatMap(([key, node]) => {
    const path = [...above, key]
    return isSetting(node) ? [toKey(path, node)] : keysOf(node, path)
  })
}

/** Whether a node of the tree is a setting, not a group. */
export function isSetting(node: Setting<unknown> | SettingTree): node is Setting<unknown> {
  return node['isSetting'] === true
}

/** `media.udpPortRange` is `RINGDOWN_MEDIA_UDP_PORT_RANGE` and `--media-udp-port-range`. */
function toKey(path: readonly string[], setting: Setting<unknown>): SettingKey {
  const name = path.join('.')
  const words = path.map((key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).join('-')
  return {
    path,
    name,
    variable: fixedVariables[name] ?? `RINGDOWN_${words.replaceAll('-', '_').toUpperCase()}`,
    flag: setting.isSecret ? undefined : words,
    setting,
  }
}
