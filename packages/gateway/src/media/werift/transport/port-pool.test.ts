import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PortPool } from './port-pool.js'

test('no port is lent to two at a time, and none is lost', () => {
  const steps = fc.array(fc.oneof(fc.constant('take' as const), fc.nat({ max: 20 })), { maxLength: 200 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 12 }), (script, size) => {
      const pool = new PortPool({ min: 5_000, max: 5_000 + size - 1 })
      const lent: number[] = []
      for (const step of script) {
        if (step === 'take') {
          const port = pool.take()
          expect(port === undefined).toBe(lent.length === size)
          if (port === undefined) continue
          expect(lent).not.toContain(port)
          expect(port).toBeGreaterThanOrEqual(5_000)
          expect(port).toBeLessThan(5_000 + size)
          lent.push(port)
        } else {
          const [returned] = lent.splice(step % Math.max(1, lent.length), 1)
          if (returned !== undefined) pool.release(returned)
        }
      }
    }),
  )
})

test('a port that was given back is the last to be lent again', () => {
  const pool = new PortPool({ min: 5_000, max: 5_002 })
  const first = pool.take() ?? 0
  pool.release(first)
  expect([pool.take(), pool.take(), pool.take(), pool.take()]).toEqual([5_001, 5_002, 5_000, undefined])
})

test('a port that browsers refuse is never lent, and not counted', () => {
  const pool = new PortPool({ min: 10_079, max: 10_082 })
  expect(pool.size).toBe(3)
  expect([pool.take(), pool.take(), pool.take(), pool.take()]).toEqual([10_079, 10_081, 10_082, undefined])
})

test.each([
  [80, 443],
  [10_080, 10_080],
])('browsers would send nothing to %d to %d', (min, max) => {
  expect(() => new PortPool({ min, max })).toThrow(/Browsers send nothing to the UDP ports/)
})

test.each([
  [0, 10],
  [10, 65_536],
  [20, 10],
  [10.5, 20],
])('%d to %d is not a range of ports', (min, max) => {
  expect(() => new PortPool({ min, max })).toThrow(TypeError)
})
