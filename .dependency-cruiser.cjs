// The walls between packages and, inside the gateway, between folders. ARCHITECTURE.md says what each is for.
const gw = '^packages/gateway/src/'
const domain = `${gw}(account|call|twiml)/`
const adapter = `${gw}(store|bus|media|speech|webhook)/[^/]+/`
const edge = `${gw}(rest|signalling)/`
const test = '(\\.(test|contract)\\.tsx?$|/test-support/)'
const forbid = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid('no-unresolved', {}, { couldNotResolve: true }),
    forbid(
      'no-orphans',
      { orphan: true, pathNot: ['\\.d\\.ts$', '(^|/)index\\.ts$', '\\.config\\.ts$', '/assets/', test] },
      {},
    ),
    forbid(
      'token-is-a-leaf',
      { path: '^packages/token/src/', pathNot: test },
      { path: ['^packages/(?!token/)', 'node_modules/'] },
    ),
    forbid(
      'protocol-is-a-leaf',
      { path: '^packages/protocol/src/', pathNot: test },
      { path: ['^packages/(?!protocol/)', 'node_modules/'] },
    ),
    forbid('device-sees-protocol', { path: '^packages/device/src/' }, { path: '^packages/(?!device/|protocol/)' }),
    forbid(
      'console-sees-device-protocol',
      { path: '^packages/console/src/' },
      { path: '^packages/(?!console/|device/|protocol/)' },
    ),
    forbid('cli-sees-token', { path: '^packages/cli/src/' }, { path: '^packages/(?!cli/|token/)' }),
    forbid('gateway-sees-token-protocol', { path: gw }, { path: '^packages/(?!gateway/|token/|protocol/)' }),
    forbid(
      'only-through-index',
      { path: '^packages/([^/]+)/' },
      { path: '^packages/[^/]+/(src|dist)/(?!index\\.)', pathNot: '^packages/$1/' },
    ),
    forbid('nothing-imports-the-outside', { path: '^packages/' }, { path: '^(bench|e2e|examples|tools)/' }),
    forbid(
      'no-node-in-browser-code',
      { path: '^packages/(device|console|protocol)/src/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'token-crypto-only',
      { path: '^packages/token/src/', pathNot: test },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    ),
    forbid(
      'domain-inward',
      { path: domain, pathNot: test },
      { path: [adapter, edge, `${gw}(gateway|config|log|metrics)\\.ts$`] },
    ),
    forbid('domain-no-node', { path: domain, pathNot: test }, { dependencyTypes: ['core'] }),
    forbid('domain-no-npm', { path: domain, pathNot: test }, { path: 'node_modules/', pathNot: 'node_modules/saxes/' }),
    forbid('adapters-from-root-only', { path: gw, pathNot: [`${gw}gateway\\.ts$`, adapter, test] }, { path: adapter }),
    forbid(
      'adapters-apart',
      { path: `${gw}([^/]+)/([^/]+)/`, pathNot: [edge, test] },
      { path: adapter, pathNot: [`${gw}$1/$2/`, `${gw}$1/(kysely|audio)/`] },
    ),
    forbid('adapters-no-edge', { path: adapter }, { path: edge }),
    forbid('edges-apart', { path: edge }, { path: edge, pathNot: `${gw}$1/` }),
    forbid('verbs-no-interpreter', { path: `${gw}twiml/verbs/` }, { path: `${gw}twiml/(interpreter|parse)\\.ts$` }),
    forbid(
      'no-test-code',
      { path: '^packages/[^/]+/src/', pathNot: test },
      { path: [test, 'node_modules/(vitest|fast-check)/'] },
    ),
    forbid(
      'no-undeclared-npm',
      { path: '^packages/(?!console/)[^/]+/src/', pathNot: test },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    // Type-only imports are dependencies too.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    // A workspace import resolves to packages/x/dist/index.d.ts: excluding dist would disarm every package rule.
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
}
