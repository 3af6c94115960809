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
