import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settingKeys } from './setting-key.js'
import { didYouMean, suggest } from './suggestion.js'

const names = settingKeys.map(({ name }) => name)

test('any one slip in a name is seen through', () => {
  const slip = fc.record({
    name: fc.constantFrom(...names.filter(({ length }) => length >= 8)),
    at: fc.nat(),
    kind: fc.constantFrom('drop', 'double', 'swap', 'replace'),
  })
  fc.assert(
    fc.property(slip, ({ name, at, kind }) => {
      const index = at % (name.length - 1)
      const [here = '', next = ''] = [name[index], name[index + 1]]
      const written = { drop: '', double: here + here, replace: 'z', swap: next + here }[kind]
      const slipped = name.slice(0, index) + written + name.slice(index + (kind === 'swap' ? 2 : 1))
      // https.port without its s is another key, not a slip.
      fc.pre(!names.includes(slipped))
      expect(suggest(slipped, names)).toContain(name)
    }),
    { numRuns: 500 },
  )
})

test('case and the marks between words do not count', () => {
  expect(suggest('MEDIA_UDP_PORT_RANGE', names)).toEqual(['media.udpPortRange'])
  expect(suggest('media-udp-port-range', names)).toEqual(['media.udpPortRange'])
})

test('nothing is suggested for another word', () => {
  expect(suggest('zebra', names)).toEqual([])
  expect(suggest('', names)).toEqual([])
  expect(didYouMean([])).toBe('')
})

test('at most two names are suggested', () => {
  expect(didYouMean(['a', 'b', 'c', 'd'])).toBe(': did you mean a or b?')
})
