import { describe, expect, test } from 'vitest'
import type { StepResult } from './step.js'
import { formatResult, formatTotal } from './summary.js'

const passed: StepResult = { name: 'lint', isPassed: true, durationMs: 1234, output: 'quiet\n' }
const failed: StepResult = { name: 'format', isPassed: false, durationMs: 10, output: 'bad.ts\n7 passed, 0 failed\n' }

describe('the printed result', () => {
  test('of a step that passed is one line without its output', () => {
    expect(formatResult(passed)).toBe('pass  lint               1.2 s\n')
  })

  test('of a step that failed holds its output, which cannot pass for the closing line', () => {
    expect(formatResult(failed)).toBe('FAIL  format             0.0 s\n    bad.ts\n    7 passed, 0 failed\n')
  })

  test('of a test step tells how many tests were left out', () => {
    const tests = { passed: 3, failed: 0, skipped: 2 }
    expect(formatResult({ ...passed, tests })).toContain('3 passed, 0 failed, 2 skipped')
  })
})

describe('the closing line', () => {
  test('counts each step and each test', () => {
    const tests = { passed: 40, failed: 2, skipped: 1 }
    expect(formatTotal([passed, failed, { ...failed, tests }])).toBe('41 passed, 4 failed\n')
  })
})
