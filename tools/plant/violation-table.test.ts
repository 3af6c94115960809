import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { checkSteps, testSteps } from '../check/step-table.js'
import { violationTable } from './violation-table.js'

interface Cruiser {
  readonly forbidden: readonly { readonly name: string }[]
}

test('every step of the pipeline has a planted violation', () => {
  const planted = new Set<string>(violationTable.map(({ step }) => step))
  expect([...planted].sort()).toEqual([...checkSteps, ...testSteps].map(({ name }) => name).sort())
})

test('every rule of the dependency graph has a planted violation', () => {
  const cruiser = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Cruiser
  const planted = violationTable.filter(({ step }) => step === 'graph').map(({ expected: [rule] }) => rule)
  expect(planted.sort()).toEqual(cruiser.forbidden.map(({ name }) => name).sort())
})

test('no two violations have one name, and each says what its step must print', () => {
  expect(new Set(violationTable.map(({ name }) => name)).size).toBe(violationTable.length)
  expect(violationTable.filter(({ expected }) => expected.length === 0)).toEqual([])
})
