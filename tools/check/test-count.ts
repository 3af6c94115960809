import { readFile } from 'node:fs/promises'

/** How many tests of a run passed, failed and were left out (skipped or marked to do). */
export interface TestCount {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Reads the counts from a report in the `json` format of Vitest or of Playwright.
 *
 * @throws TypeError when the file is missing, is no report, or holds no test that ran
 */
export async function readTestCount(path: string): Promise<TestCount> {
  try {
    return parseTestCount(await readFile(path, 'utf8'))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`No usable test report in ${path}: ${reason}`, { cause })
  }
}

function parseTestCount(text: string): TestCount {
  const report: unknown = JSON.parse(text)
  const stats = readMember(report, 'stats')
  const count = stats === undefined ? countVitest(report) : countPlaywright(stats)
  if (count.passed + count.failed === 0) throw new TypeError('It holds no test that ran.')
  return count
}

function countVitest(report: unknown): TestCount {
  const count = {
    passed: readCount(report, 'numPassedTests'),
    failed: readCount(report, 'numFailedTests'),
    skipped: readCount(report, 'numPendingTests') + readCount(report, 'numTodoTests'),
  }
  const total = readCount(report, 'numTotalTests')
  if (count.passed + count.failed + count.skipped !== total) {
    throw new TypeError(`It does not add up: ${JSON.stringify(count)} of ${total}.`)
  }
  return count
}

/** A test that passed only when it was tried again has failed. */
function countPlaywright(stats: unknown): TestCount {
  return {
    passed: readCount(stats, 'expected'),
    failed: readCount(stats, 'unexpected') + readCount(stats, 'flaky'),
    skipped: readCount(stats, 'skipped'),
  }
}

function readMember(report: unknown, key: string): unknown {
  return typeof report === 'object' && report !== null ? Reflect.get(report, key) : undefined
}

function readCount(report: unknown, key: string): number {
  const value = readMember(report, key)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new TypeError(`It has no count "${key}".`)
  }
  return value
}
