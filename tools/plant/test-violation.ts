import type { Violation } from './violation.js'

const testFile = 'packages/token/src/planted.test.ts'
const imports = "import { expect, test } from 'vitest'\n\n"

const untested = Array.from(
  { length: 400 },
  (_, index) =>
    `export function planted${index}(value: number): number {\n  if (value > ${index}) return 1\n  return 2\n}\n`,
).join('')

/** Violations that only the test run can notice. */
export const testViolations: readonly Violation[] = [
  {
    name: 'a failing test',
    step: 'tests',
    expected: ['one is two', '1 failed'],
    args: [testFile],
    files: { [testFile]: `${imports}test('one is two', () => {\n  expect(1).toBe(2)\n})\n` },
  },
  {
    name: 'an error outside every test',
    step: 'tests',
    expected: ['Unhandled', 'planted crash'],
    args: [testFile],
    files: {
      [testFile]: `${imports}test('passes', () => {\n  void Promise.reject(new Error('planted crash'))\n  expect(1).toBe(1)\n})\n`,
    },
  },
  {
    name: 'a test that runs alone',
    step: 'tests',
    expected: ['Unexpected .only modifier'],
    args: [testFile],
    files: { [testFile]: `${imports}test.only('alone', () => {\n  expect(1).toBe(1)\n})\n` },
  },
  {
    name: 'a test file that does not load',
    step: 'tests',
    expected: ['planted load failure'],
    args: [testFile],
    files: { [testFile]: "throw new Error('planted load failure')\n" },
  },
  {
    name: 'a test run that leaves no report',
    step: 'tests',
    expected: ['No usable test report'],
    args: [testFile],
    files: { 'vitest.config.ts': "throw new Error('planted')\n" },
  },
  {
    name: 'a failing test in a browser',
    step: 'browser tests',
    expected: ['the page is titled otherwise', '1 failed'],
    args: ['e2e/planted/', '--project', 'demo'],
    files: {
      'e2e/planted/demo.spec.ts': `import { expect, test } from '@playwright/test'\n\ntest('the page is titled otherwise', async ({ page }) => {\n  await page.setContent('<title>Phone</title>')\n  expect(await page.title()).toBe('Fax')\n})\n`,
    },
  },
  {
    name: 'coverage of token under its threshold',
    step: 'tests',
    expected: ['lines', 'branches', 'functions', 'statements'].map((kind) => `Coverage for ${kind} (`),
    args: ['packages/token'],
    files: { 'packages/token/src/planted.ts': untested },
  },
]
