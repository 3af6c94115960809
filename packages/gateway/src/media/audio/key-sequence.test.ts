import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readKeySequence } from './key-sequence.js'

test('keys are pressed and pauses are waited for, in order', () => {
  expect(readKeySequence('1wD#W')).toEqual([
    { type: 'press', event: 1 },
    { type: 'pause', pauseMs: 500 },
    { type: 'press', event: 15 },
    { type: 'press', event: 11 },
    { type: 'pause', pauseMs: 1_000 },
  ])
})

test('anything else is refused by a sentence that does not tell the keys', () => {
  const wrong = fc.string({ unit: 'binary' }).filter((keys) => /[^0-9*#A-DwW]/.test(keys))
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9*#A-D]{6,20}$/), wrong, (secret, keys) => {
      const refused = expect.objectContaining({
        code: 'bad-keys',
        message: expect.not.stringContaining(secret) as string,
      }) as Error
      expect(() => readKeySequence(secret + keys)).toThrow(refused)
    }),
  )
})
