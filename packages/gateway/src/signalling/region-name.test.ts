import { expect, test } from 'vitest'
import { regionName } from './region-name.js'

test('a region of the official service is told by its long name', () => {
  expect(regionName('us1')).toBe('US_EAST_VIRGINIA')
})

test('a region of one’s own keeps its name', () => {
  expect(regionName('basement')).toBe('basement')
})
