import { createHash } from 'node:crypto'
import { generatorTable } from '../check/generator-table.js'
import { append, merge, replace, type Violation } from './violation.js'

const token = 'packages/token'
const missingEntry = { '.': { types: './dist/index.d.ts', default: './dist/missing.js' } }
const exported = "export { planted } from './planted.js'\n"

/** Text that gzip shrinks to about three quarters of `length` characters, the same in every run. */
function createBallast(length: number): string {
  let text = ''
  for (let index = 0; text.length < length; index += 1) {
    text += createHash('sha512').update(`ballast ${index}`).digest('base64url')
  }
  return text.slice(0, length)
}

const ballast = (length: number): string => `export const planted: string = '${createBallast(length)}'\n`

/** Violations of what the published packages promise: entry points, size, API and documentation. */
export const releaseViolations: readonly Violation[] = [
  {
    name: 'exports point to a missing file',
    step: 'package surface',
    expected: ['publint: @ringdown/token failed', 'missing.js', 'does not exist'],
    files: { [`${token}/package.json`]: merge({ exports: missingEntry }) },
  },
  {
    name: 'types that say CommonJS for an ES module',
    step: 'package surface',
    expected: ['attw: @ringdown/token failed', 'Masquerading as CJS'],
    files: {
      [`${token}/package.json`]: merge({
        exports: { '.': { types: './dist/planted.d.cts', default: './dist/index.js' } },
      }),
      [`${token}/dist/planted.d.cts`]: 'export declare const planted: number\n',
    },
  },
  {
    name: 'a command that is not in the package',
    step: 'package surface',
    expected: ['publint: @ringdown/cli failed', 'missing.js'],
    files: { 'packages/cli/package.json': merge({ bin: { ringdown: 'dist/missing.js' } }) },
  },
  {
    name: 'a new package with a wrong surface',
    step: 'package surface',
    expected: ['publint: @ringdown/planted failed', 'missing.js'],
    packages: ['planted'],
    files: { 'packages/planted/package.json': merge({ exports: missingEntry }) },
  },
  {
    name: 'the issuing path over its size',
    step: 'size',
    expected: ['the issuing path\n  Package size limit has exceeded'],
    needsBuild: true,
    files: {
      [`${token}/src/planted.ts`]: ballast(6_000),
      [`${token}/src/client-capability.ts`]: append(
        "\nimport { planted } from './planted.js'\nObject.defineProperty(ClientCapability, 'planted', { value: planted })\n",
      ),
    },
  },
  {
    name: 'the whole of token over its size',
    step: 'size',
    expected: ['everything\n  Package size limit has exceeded'],
    needsBuild: true,
    files: { [`${token}/src/planted.ts`]: ballast(24_000), [`${token}/src/index.ts`]: append(exported) },
  },
  {
    name: 'an API change without a report',
    step: 'api report',
    expected: ['You have changed the API signature', '+export const planted: number'],
    needsBuild: true,
    files: {
      [`${token}/src/planted.ts`]: '/** Planted. */\nexport const planted: number = 1\n',
      [`${token}/src/index.ts`]: append(exported),
    },
  },
  {
    name: 'a new package without an API report',
    step: 'api report',
    expected: ['The API report file is missing', 'planted.api.md'],
    packages: ['planted'],
    files: {},
  },
  {
    name: 'stale generated docs',
    step: 'generated docs',
    expected: ['docs/planted.md differs from the code'],
    files: {
      'tools/check/generator-table.ts': replace(
        'generatorTable: readonly Generator[] = [',
        "generatorTable: readonly Generator[] = [{ script: 'tools/planted.ts', page: 'docs/planted.md' },",
      ),
      'tools/planted.ts':
        "import { readFileSync } from 'node:fs'\n\nif (readFileSync('docs/planted.md', 'utf8') !== 'new\\n') process.exitCode = 1\n",
      'docs/planted.md': 'old\n',
    },
  },
  ...generatorTable.map(({ page }): Violation => ({
    name: `${page} edited by hand`,
    step: 'generated docs',
    expected: [`${page} differs from the code`],
    files: { [page]: append('Edited by hand.\n') },
  })),
]
