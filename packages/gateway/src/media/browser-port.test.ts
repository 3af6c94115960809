import { expect, test } from 'vitest'
import { isBrowserPort } from './browser-port.js'

test.each([80, 1_023, 1_719, 5_060, 5_061, 6_000, 6_665, 6_669, 10_080])('browsers refuse port %d', (port) => {
  expect(isBrowserPort(port)).toBe(false)
})

test.each([1_024, 5_062, 6_664, 6_670, 10_000, 10_079, 10_081, 65_535])('browsers take port %d', (port) => {
  expect(isBrowserPort(port)).toBe(true)
})
