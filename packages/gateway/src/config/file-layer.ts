import { type Document, isScalar, LineCounter, parseDocument } from 'yaml'
import { type Given, isEmpty, type Layer } from './layer.js'
import type { RawValue, SettingTree } from './setting.js'
import { isSetting, settingKeys } from './setting-key.js'
import { settings } from './settings.js'
import { didYouMean, suggest } from './suggestion.js'
import { yamlPairAt } from './yaml-pair.js'

/** A YAML file that was read. */
interface Reading {
  readonly file: string
  readonly document: Document
  readonly lines: LineCounter
  readonly given: Map<string, Given>
  readonly problems: string[]
}

/**
 * Read the file. Every scalar is taken as the text that stands there, so that an auth token of digits stays one.
 *
 * @param file - its path, for messages
 */
export function fileLayer(file: string, text: string): Layer {
  const lines = new LineCounter()
  // Pretty errors would quote the lines around them, secrets included.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false })
  const reading: Reading = { file, document, lines, given: new Map(), problems: [] }
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    const { line, col } = lines.linePos(pos[0])
    reading.problems.push(`${file} is not valid YAML at line ${line}, column ${col}: ${message}`)
  }
  if (reading.problems.length === 0) readGroup(reading, { tree: settings, path: [], values: toValues(reading) })
  return { given: reading.given, problems: reading.problems, warnings: [] }
}

function toValues({ document, problems, file }: Reading): RawValue {
  try {
    return (document.toJS() as RawValue | null) ?? {}
  } catch (error) {
    problems.push(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return {}
  }
}

interface Group {
  readonly tree: SettingTree
  readonly path: readonly string[]
  readonly values: RawValue
}

function readGroup(reading: Reading, { tree, path, values }: Group): void {
  if (isEmpty(values)) return
  if (typeof values === 'string' || isList(values)) {
    const place = path.length === 0 ? reading.file : `${path.join('.')} (${lineOf(reading, path)})`
    reading.problems.push(`${place} must hold keys and values, one on a line, such as ${Object.keys(tree)[0] ?? ''}: …`)
    return
  }
  for (const [key, raw] of Object.entries(values)) {
    const node = Object.hasOwn(tree, key) ? tree[key] : undefined
    const inner = [...path, key]
    if (node === undefined) reading.problems.push(unknownKey(reading, inner))
    else if (isSetting(node)) readSetting(reading, inner, raw)
    else readGroup(reading, { tree: node, path: inner, values: raw })
  }
}

function readSetting(reading: Reading, path: readonly string[], raw: RawValue): void {
  if (isEmpty(raw) || isNull(reading, path)) return
  reading.given.set(path.join('.'), { raw, where: `in ${lineOf(reading, path)}` })
}

/** `null` and `~` as YAML writes them: nothing is set. In quotes they are text. */
function isNull({ document }: Reading, path: readonly string[]): boolean {
  const node = yamlPairAt(document, path)?.value
  return isScalar(node) && node.type === 'PLAIN' && /^(?:null|Null|NULL|~)$/.test(node.source ?? '')
}

function unknownKey(reading: Reading, path: readonly string[]): string {
  const groups = Object.keys(settings).filter((key) => !isSetting(settings[key as keyof typeof settings]))
  const names = [...settingKeys.map(({ name }) => name), ...groups]
  const name = path.join('.')
  const shown = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name)
  return `${shown} (${lineOf(reading, path)}) is not a key${didYouMean(suggest(name, names))}`
}

function lineOf({ file, document, lines }: Reading, path: readonly string[]): string {
  const key = yamlPairAt(document, path)?.key
  return isScalar(key) && key.range != null ? `${file}, line ${lines.linePos(key.range[0]).line}` : file
}

function isList(value: RawValue): value is readonly RawValue[] {
  return Array.isArray(value)
}
