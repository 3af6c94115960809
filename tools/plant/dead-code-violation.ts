import { append, merge, type Violation } from './violation.js'

const token = 'packages/token/src'

/** Code and dependencies that nothing uses. */
export const deadCodeViolations: readonly Violation[] = [
  {
    name: 'an unused export',
    step: 'dead code',
    expected: ['Unused exports', 'plantedUnused'],
    files: {
      [`${token}/planted.ts`]: 'export const planted: number = 1\nexport const plantedUnused: number = 2\n',
      [`${token}/index.ts`]: append("export { planted } from './planted.js'\n"),
    },
  },
  {
    name: 'an unused exported type',
    step: 'dead code',
    expected: ['Unused exported types', 'PlantedUnused'],
    files: {
      [`${token}/planted.ts`]: 'export type PlantedUnused = 1\nexport const planted: number = 1\n',
      [`${token}/index.ts`]: append("export { planted } from './planted.js'\n"),
    },
  },
  {
    name: 'an unused file',
    step: 'dead code',
    expected: ['Unused files', `${token}/planted.ts`],
    files: { [`${token}/planted.ts`]: 'export const planted: number = 1\n' },
  },
  {
    name: 'an unused file in tools',
    step: 'dead code',
    expected: ['Unused files', 'tools/check/planted.ts'],
    files: { 'tools/check/planted.ts': 'export const planted = 1\n' },
  },
  {
    name: 'an unused dependency',
    step: 'dead code',
    expected: ['Unused dependencies', 'jose'],
    files: { 'packages/cli/package.json': merge({ dependencies: { jose: '6.2.17' } }) },
  },
  {
    name: 'an unused tool at the root',
    step: 'dead code',
    expected: ['Unused devDependencies', 'rollup'],
    files: { 'package.json': merge({ devDependencies: { rollup: '4.0.0' } }) },
  },
  {
    name: 'an undeclared dependency',
    step: 'dead code',
    expected: ['Unlisted dependencies', 'esbuild'],
    files: { 'packages/cli/src/planted.test.ts': "import 'esbuild'\n" },
  },
]
