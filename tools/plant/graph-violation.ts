import type { Violation } from './violation.js'

const planted = 'export const planted = 1\n'
const use = (specifier: string): string => `import { planted } from '${specifier}'\n\nexport const used = planted\n`

/** Plants a file `path` that imports `specifier`; `files` are what it imports, when they do not exist yet. */
const graph = (
  rule: string,
  name: string,
  [path, specifier]: readonly [path: string, specifier: string],
  files: Violation['files'] = {},
): Violation => ({
  name,
  step: 'graph',
  expected: [rule, path],
  files: { [path]: use(specifier), ...files },
  packages: ['protocol', 'device', 'console', 'gateway'],
})

const token = 'packages/token/src'
const cli = 'packages/cli/src'
const gateway = 'packages/gateway/src'
const sqlite = { [`${gateway}/store/sqlite/planted-store.ts`]: planted }

const packageViolations: readonly Violation[] = [
  graph('no-cycles', 'an import cycle', [`${token}/planted.ts`, './planted-too.js'], {
    [`${token}/planted-too.ts`]: `import type { used } from './planted.js'\n\nexport type Planted = typeof used\n${planted}`,
  }),
  graph('no-unresolved', 'an import of nothing', [`${token}/planted.ts`, './missing.js']),
  {
    ...graph('no-orphans', 'a file without imports or importers', [`${token}/planted.ts`, '']),
    files: { [`${token}/planted.ts`]: planted },
  },
  graph('token-is-a-leaf', 'token imports an npm package', [`${token}/planted.ts`, 'jose']),
  graph('token-crypto-only', 'token imports node:fs', [`${token}/planted.ts`, 'node:fs']),
  graph('protocol-is-a-leaf', 'protocol imports token', ['packages/protocol/src/planted.ts', '@ringdown/token']),
  graph('device-sees-protocol', 'device imports token', ['packages/device/src/planted.ts', '@ringdown/token']),
  graph('no-node-in-browser-code', 'device imports node:fs', ['packages/device/src/planted.ts', 'node:fs']),
  graph('console-sees-device-protocol', 'console imports gateway', [
    'packages/console/src/planted.ts',
    '../../gateway/src/gateway.js',
  ]),
  graph('cli-sees-token', 'cli imports gateway', [`${cli}/planted.ts`, '../../gateway/src/gateway.js']),
  graph('gateway-sees-token-protocol', 'gateway imports device', [`${gateway}/planted.ts`, '@ringdown/device']),
  graph('only-through-index', "cli imports token's internals", [`${cli}/planted.ts`, '../../token/src/planted.js'], {
    [`${token}/planted.ts`]: planted,
  }),
  graph('nothing-imports-the-outside', 'a package imports a tool', [`${cli}/planted.ts`, '../../../tools/planted.js'], {
    'tools/planted.ts': planted,
  }),
  graph('no-test-code', 'a package imports the test runner', [`${cli}/planted.ts`, 'vitest']),
  graph('no-undeclared-npm', 'a package imports an undeclared package', [`${cli}/planted.ts`, 'jose']),
]

const gatewayViolations: readonly Violation[] = [
  graph(
    'domain-inward',
    'the gateway domain imports an adapter',
    [`${gateway}/call/planted.ts`, '../store/sqlite/planted-store.js'],
    sqlite,
  ),
  graph('domain-no-node', 'the gateway domain imports node:net', [`${gateway}/call/planted.ts`, 'node:net']),
  graph('domain-no-npm', 'the gateway domain imports an npm package', [`${gateway}/twiml/planted.ts`, 'jose']),
  graph(
    'adapters-from-root-only',
    'an edge imports an adapter',
    [`${gateway}/rest/planted.ts`, '../store/sqlite/planted-store.js'],
    sqlite,
  ),
  graph(
    'adapters-apart',
    'an adapter imports another',
    [`${gateway}/bus/memory/planted.ts`, '../../store/sqlite/planted-store.js'],
    sqlite,
  ),
  graph(
    'adapters-no-edge',
    'an adapter imports an edge',
    [`${gateway}/bus/memory/planted.ts`, '../../rest/planted-route.js'],
    {
      [`${gateway}/rest/planted-route.ts`]: planted,
    },
  ),
  graph('edges-apart', 'an edge imports the other', [`${gateway}/signalling/planted.ts`, '../rest/planted-route.js'], {
    [`${gateway}/rest/planted-route.ts`]: planted,
  }),
  graph(
    'verbs-no-interpreter',
    'a verb imports the interpreter',
    [`${gateway}/twiml/verbs/planted.ts`, '../interpreter.js'],
    {
      [`${gateway}/twiml/interpreter.ts`]: planted,
    },
  ),
]

/** Violations of the dependency directions: one for each rule of .dependency-cruiser.cjs. */
export const graphViolations: readonly Violation[] = [...packageViolations, ...gatewayViolations]
