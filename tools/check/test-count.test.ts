import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTestCount } from './test-count.js'

const counts = { numTotalTests: 6, numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 }

describe('the count of a test report', () => {
  let folder = ''
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'ringdown-report-'))))
  afterAll(() => rm(folder, { recursive: true }))

  const read = async (text: string): Promise<unknown> => {
    const path = join(folder, 'report.json')
    await writeFile(path, text)
    return readTestCount(path)
  }

  test('holds what passed, what failed and what was left out', async () => {
    expect(await read(JSON.stringify(counts))).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  test('of Playwright counts a test that had to be tried again as failed', async () => {
    const stats = { startTime: '2026-11-21T00:00:00Z', duration: 1, expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
    expect(await read(JSON.stringify({ stats, errors: [] }))).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  test('of Playwright is refused when no test ran, or when a number is missing', async () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 2 }
    await expect(read(JSON.stringify({ stats }))).rejects.toThrow('no test that ran')
    await expect(read(JSON.stringify({ stats: { expected: 1, unexpected: 0 } }))).rejects.toThrow('no count "flaky"')
  })

  test('is refused when the report is missing', async () => {
    await expect(readTestCount(join(folder, 'missing.json'))).rejects.toThrow(/No usable test report.*ENOENT/)
  })

  test('is refused when no test ran', async () => {
    const none = { numTotalTests: 2, numPassedTests: 0, numFailedTests: 0, numPendingTests: 2, numTodoTests: 0 }
    await expect(read(JSON.stringify(none))).rejects.toThrow('no test that ran')
  })

  test('is refused when the numbers do not add up', async () => {
    await expect(read(JSON.stringify({ ...counts, numTotalTests: 7 }))).rejects.toThrow('does not add up')
  })

  test.each(['', '{"numPassedTests": 3', 'null', '[]', '{}', JSON.stringify({ ...counts, numFailedTests: -1 })])(
    'is refused when the report is cut off or of another shape: %s',
    async (text) => {
      await expect(read(text)).rejects.toThrow('No usable test report')
    },
  )
})
