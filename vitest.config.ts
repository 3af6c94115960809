import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const packagesFolder = fileURLToPath(new URL('packages', import.meta.url))

export default defineConfig({
  test: {
    // Workspace imports resolve to dist/; coverage and stack traces need the source.
    alias: [{ find: /^@ringdown\/([a-z]+)$/, replacement: `${packagesFolder}/$1/src/index.ts` }],
    coverage: {
      provider: 'v8',
      reporter: ['text', 'json-summary'],
      include: ['packages/*/src/**/*.{ts,tsx}'],
      exclude: ['**/*.{test,contract}.{ts,tsx}', '**/test-support/**', '**/bin.ts'],
      thresholds: {
        lines: 80,
        'packages/token/src/**': { lines: 95, branches: 95, functions: 95, statements: 95 },
        'packages/protocol/src/**': { lines: 95 },
        'packages/gateway/src/{call,twiml}/**': { lines: 95 },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          // Explicit, or every test in dist/ runs a second time.
          include: [
            'packages/{token,protocol,gateway,cli}/src/**/*.test.ts',
            '{tools,bench,e2e,examples}/**/*.test.ts',
          ],
          exclude: ['**/{node_modules,dist,temp}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['packages/{device,console}/src/**/*.test.{ts,tsx}'],
          exclude: ['**/{node_modules,dist,temp}/**'],
        },
      },
    ],
  },
})
