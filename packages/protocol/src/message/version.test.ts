import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseProtocolVersion, protocolFeatures, protocolVersions } from './version.js'

test.each(protocolVersions)('%s is spoken as itself', (version) => {
  expect(chooseProtocolVersion(version)).toBe(version)
})

test.each([
  ['1.3', '1.2'],
  ['1.7', '1.6'],
  ['1.10', '1.6'],
  ['2.0', '1.6'],
  ['1.0', '1.2'],
  ['', '1.2'],
  ['1', '1.2'],
  ['1.6.1', '1.2'],
  ['v1.6', '1.2'],
])('%j is spoken as %s', (text, version) => {
  expect(chooseProtocolVersion(text)).toBe(version)
})

test('any text gives a known version', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(protocolVersions).toContain(chooseProtocolVersion(text))
    }),
  )
})

test('a newer version lacks nothing that an older one has', () => {
  const features = protocolVersions.map((version) => Object.values(protocolFeatures[version]).map(Number))
  for (const [index, flags] of features.entries()) {
    for (const [at, flag] of flags.entries()) expect(flag).toBeGreaterThanOrEqual(features[index - 1]?.[at] ?? 0)
  }
})

test('only 1.6 resumes calls and carries call messages', () => {
  expect(protocolVersions.filter((version) => protocolFeatures[version].resume)).toEqual(['1.6'])
  expect(protocolVersions.filter((version) => protocolFeatures[version].callMessages)).toEqual(['1.6'])
})
