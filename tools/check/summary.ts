import type { StepResult } from './step.js'

/** One line for a step that passed; the line and everything it printed for one that failed. */
export function formatResult({ name, isPassed, durationMs, output, tests }: StepResult): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`.padStart(8)
  const skipped = tests === undefined || tests.skipped === 0 ? '' : `, ${tests.skipped} skipped`
  const detail = tests === undefined ? '' : `  ${tests.passed} passed, ${tests.failed} failed${skipped}`
  const line = `${isPassed ? 'pass' : 'FAIL'}  ${name.padEnd(16)}${seconds}${detail}\n`
  return isPassed ? line : `${line}${indent(output)}`
}

/** The closing line: each step counts as one, and so does each test. */
export function formatTotal(results: readonly StepResult[]): string {
  const stepsPassed = results.filter((result) => result.isPassed).length
  const passed = results.reduce((sum, { tests }) => sum + (tests?.passed ?? 0), stepsPassed)
  const failed = results.reduce((sum, { tests }) => sum + (tests?.failed ?? 0), results.length - stepsPassed)
  return `${passed} passed, ${failed} failed\n`
}

// Indented, so that no line of a tool's output can be taken for the closing line.
function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('')
}
