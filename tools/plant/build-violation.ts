import type { Violation } from './violation.js'

/** Violations of types and formatting. */
export const buildViolations: readonly Violation[] = [
  {
    name: 'a type error',
    step: 'build',
    expected: ['planted.ts', 'TS2322'],
    files: { 'packages/token/src/planted.ts': "export const planted: number = 'text'\n" },
  },
  {
    name: 'an inferred export in token (isolatedDeclarations)',
    step: 'build',
    expected: ['planted.ts', 'TS9010'],
    files: { 'packages/token/src/planted.ts': 'export const planted = Math.sqrt(2)\n' },
  },
  {
    name: 'a browser global in token',
    step: 'build',
    expected: ['planted.ts', "Cannot find name 'document'"],
    files: { 'packages/token/src/planted.ts': 'export const planted: unknown = document\n' },
  },
  {
    name: 'a type test that does not hold',
    step: 'build',
    expected: ['planted.test.ts', 'TS2344'],
    files: {
      'packages/token/src/planted.test.ts':
        "import { expectTypeOf, test } from 'vitest'\n\ntest('planted', () => {\n  expectTypeOf<string>().toEqualTypeOf<number>()\n})\n",
    },
  },
  {
    name: 'wrong formatting of code',
    step: 'format',
    expected: ['packages/token/src/planted.ts'],
    files: { 'packages/token/src/planted.ts': 'export const planted = "text";\n' },
  },
  {
    name: 'wrong formatting of a page',
    step: 'format',
    expected: ['docs/planted.md'],
    files: { 'docs/planted.md': '# Planted\n* one\n\n\n* two\n' },
  },
]
