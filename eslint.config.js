import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const noDefault = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }
const noEnv = {
  selector:
    "MemberExpression[object.name='process'][property.name='env'], VariableDeclarator[init.name='process'], ImportDeclaration[source.value=/^(node:)?process$/]",
  message: 'Only config.ts (gateway), profile.ts (cli) and environment.ts (token) read the environment.',
}
const noClock = {
  selector:
    "CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now'], CallExpression[callee.name='Date'], NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Use the injected clock.',
}
const noRandom = {
  selector:
    "CallExpression[callee.object.name='Math'][callee.property.name='random'], CallExpression[callee.property.name=/^(randomUUID|randomBytes|getRandomValues)$/], CallExpression[callee.name=/^(randomUUID|randomBytes|randomInt)$/]",
  message: 'Use the injected ids.',
}
const ports = ['process', 'Buffer', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Ask a port instead.',
}))

// A later block replaces `no-restricted-syntax` instead of merging it, so each block names its whole list.
const restrict = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] })

export default defineConfig(
  globalIgnores(['**/{dist,temp,coverage}/', '**/*.{js,cjs,mjs}', '**/*.config.ts']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'no-console': 'error',
      ...restrict(noDefault, noEnv),
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/strict-boolean-expressions': ['error', { allowString: false, allowNumber: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['packages/gateway/src/{call,twiml,account}/**', 'packages/{token,protocol}/src/**'],
    rules: restrict(noDefault, noEnv, noClock, noRandom),
  },
  {
    files: ['packages/gateway/src/{call,twiml,account}/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', ...ports] },
  },
  { files: ['packages/gateway/src/config.ts', 'packages/cli/src/profile.ts'], rules: restrict(noDefault) },
  // The drop-in for the official 2.x and 3.x API takes its defaults from the clock and the environment: one file each.
  { files: ['packages/token/src/system-clock.ts'], rules: restrict(noDefault, noEnv, noRandom) },
  { files: ['examples/*/environment.ts'], rules: restrict(noDefault) },
  { files: ['packages/token/src/environment.ts'], rules: restrict(noDefault, noClock, noRandom) },
  // Tests are longer than the code they test, and a `describe` is one function.
  { files: ['**/*.{test,contract}.{ts,tsx}'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
)
