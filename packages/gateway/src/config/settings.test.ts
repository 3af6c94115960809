import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { loadConfig } from '../config.js'
import { defaultWeriftMediaOptions } from '../media/werift/werift-media-options.js'
import { defaultSignallingLimits } from '../signalling/signalling-limits.js'
import { synchronousModes } from '../store/sqlite/sqlite-connection.js'
import { fileVariable, settingKeys } from './setting-key.js'
import { settings } from './settings.js'
import { yamlPairAt } from './yaml-pair.js'

const sample = readFileSync(new URL('../../../../deploy/gateway.sample.yaml', import.meta.url), 'utf8')
const nothing = { env: {}, flags: {}, readFile: () => '' }

test('the sample file says what is so without it: every key at its default', () => {
  const loaded = loadConfig({ ...nothing, flags: { config: 'sample' }, readFile: () => sample })
  expect(loaded.config).toEqual(loadConfig(nothing).config)
})

test('the sample file has every key, in the order of the settings, and the settings have every key of the file', () => {
  const document = parseDocument(sample)
  const leaves = (value: unknown, path: readonly string[]): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
      : [path.join('.')]
  expect(leaves(document.toJS(), [])).toEqual(settingKeys.map(({ name }) => name))
})

test('the sample file explains every key, and names its variable, right above it', () => {
  const document = parseDocument(sample)
  for (const { path, name, variable } of settingKeys) {
    const key = yamlPairAt(document, path)?.key as { readonly range: readonly [number] }
    const above = sample.slice(0, key.range[0]).split('\n').slice(0, -1)
    const comment = above.slice(above.findLastIndex((line) => !line.trim().startsWith('#')) + 1).join('\n')
    expect(comment, name).toMatch(new RegExp(`\\b${variable}$`))
  }
})

test('the sample file names no variable that sets nothing', () => {
  const named = new Set(sample.match(/RINGDOWN_[A-Z_]+/g))
  expect([...named].sort()).toEqual([fileVariable, ...settingKeys.map(({ variable }) => variable)].sort())
})

test('every group takes what the part it is for takes, with the same defaults', () => {
  const { config } = loadConfig(nothing)
  expect(config.signalling).toEqual(defaultSignallingLimits)
  expect(config.media).toEqual({ ...defaultWeriftMediaOptions, iceServers: [] })
  for (const mode of synchronousModes) expect(settings.store.synchronous.schema.safeParse(mode).success).toBe(true)
})
