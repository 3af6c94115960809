import type { Violation } from './violation.js'

const inToken = 'packages/token/src/planted.ts'
const inCli = 'packages/cli/src/planted.ts'

const statements = (count: number): string => '  total += 1\n'.repeat(count)
const countUp = (count: number): string =>
  `export function planted(): number {\n  let total = 0\n${statements(count)}  return total\n}\n`

const lint = (name: string, path: string, text: string, expected: string): Violation => ({
  name,
  step: 'lint',
  expected: [path, expected],
  files: { [path]: text },
  args: [path],
})

/** Violations of the lint rules that carry the house style. */
export const lintViolations: readonly Violation[] = [
  // Once without narrowing, to see the step itself find the file.
  { ...lint('a default export', inToken, 'export default 1\n', 'Named exports only'), args: [] },
  lint('a default export in tools', 'tools/planted.ts', 'export default 1\n', 'Named exports only'),
  lint(
    'process.env in token',
    inToken,
    "export const planted: string | undefined = process.env['X']\n",
    'read the environment',
  ),
  lint('process.env in cli', inCli, "export const planted = process.env['X']\n", 'read the environment'),
  lint('process.env in bench', 'bench/planted.ts', "export const planted = process.env['X']\n", 'read the environment'),
  lint('Date.now() in token', inToken, 'export const planted: number = Date.now()\n', 'Use the injected clock'),
  lint('new Date() in token', inToken, 'export const planted: Date = new Date()\n', 'Use the injected clock'),
  lint('Math.random() in token', inToken, 'export const planted: number = Math.random()\n', 'Use the injected ids'),
  lint(
    'randomUUID() in token',
    inToken,
    "import { randomUUID } from 'node:crypto'\n\nexport const planted: string = randomUUID()\n",
    'Use the injected ids',
  ),
  lint('any', inToken, 'export const planted: any = 1\n', '@typescript-eslint/no-explicit-any'),
  lint(
    'a file of 301 lines',
    inToken,
    `export const planted: readonly number[] = [\n${'  1,\n'.repeat(299)}]\n`,
    'max-lines',
  ),
  lint('a function of 44 lines', inToken, countUp(40), 'max-lines-per-function'),
  lint(
    'a function with 13 ways through',
    inToken,
    `export function planted(n: number): number {\n${Array.from({ length: 12 }, (_, i) => `  if (n === ${i}) return ${i * i}\n`).join('')}  return n\n}\n`,
    'complexity',
  ),
  lint(
    'five parameters',
    inToken,
    'export const planted = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e\n',
    'max-params',
  ),
  lint('console.log', inCli, "console.log('planted')\n", 'no-console'),
  lint(
    'a promise nobody waits for',
    inCli,
    'export function planted(): void {\n  Promise.resolve(1)\n}\n',
    '@typescript-eslint/no-floating-promises',
  ),
  lint(
    'a switch that forgets a case',
    inCli,
    "export function planted(kind: 'a' | 'b'): void {\n  switch (kind) {\n    case 'a':\n      break\n  }\n}\n",
    '@typescript-eslint/switch-exhaustiveness-check',
  ),
  lint(
    'a lint rule disabled in vain',
    inCli,
    '// eslint-disable-next-line no-console\nexport {}\n',
    'Unused eslint-disable',
  ),
  {
    ...lint(
      'a timer in the gateway domain',
      'packages/gateway/src/call/planted.ts',
      'export const planted = (): unknown => setTimeout(() => 1, 1)\n',
      'Ask a port instead',
    ),
    packages: ['gateway'],
  },
  {
    ...lint('any in an example', 'examples/planted/server.ts', 'export const planted: any = 1\n', 'no-explicit-any'),
    files: {
      'examples/planted/server.ts': 'export const planted: any = 1\n',
      'examples/planted/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["*.ts"] }\n',
    },
  },
]
