import { expect, test } from 'vitest'
import { createLog } from './log.js'

function logged(write: (log: ReturnType<typeof createLog>) => void): readonly Record<string, unknown>[] {
  const lines: string[] = []
  write(createLog({ level: 'info', format: 'json' }, { write: (line) => lines.push(line) }))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('the log is one JSON object a line, with its level as a word and its time in ISO 8601', () => {
  const [line] = logged((log) => {
    log.info({ callSid: 'CA1' }, 'call')
  })
  expect(line).toMatchObject({ level: 'info', callSid: 'CA1', msg: 'call' })
  expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT/)
})

test('what is below the level is left out', () => {
  expect(
    logged((log) => {
      log.debug('no')
    }),
  ).toEqual([])
})

test('a field that holds a secret is cut out, at the top and one level down', () => {
  const lines = logged((log) => {
    log.warn({ authToken: 'abc', account: { secret: 'abc' } }, 'x')
  })
  expect(JSON.stringify(lines)).not.toContain('abc')
})

test('an error is shown with its type, message and stack', () => {
  const [line] = logged((log) => {
    log.error({ error: new RangeError('too far') }, 'x')
  })
  expect(line?.['error']).toMatchObject({ type: 'RangeError', message: 'too far' })
})
