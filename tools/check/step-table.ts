import type { Step } from './step.js'

/** The step every other one but the formatting builds on. */
export const buildStep = { name: 'build', script: 'build', needsBuild: false } as const satisfies Step

/** The steps that only `npm test` has. They need most of the time, so they come last. */
export const testSteps = [
  { name: 'tests', script: 'test:coverage', needsBuild: true, testReport: 'temp/test-report.json' },
  {
    name: 'browser tests',
    script: 'test:browser',
    needsBuild: true,
    isAlone: true,
    testReport: 'temp/browser-test-report.json',
  },
] as const satisfies readonly Step[]

/** Every step of `npm run check`, in the order they start. Type tests are part of the build. */
export const checkSteps = [
  buildStep,
  { name: 'format', script: 'format:check', needsBuild: false },
  { name: 'lint', script: 'lint', needsBuild: true },
  { name: 'graph', script: 'graph', needsBuild: true },
  { name: 'dead code', script: 'dead-code', needsBuild: true },
  { name: 'package surface', script: 'surface', needsBuild: true },
  { name: 'size', script: 'size', needsBuild: true },
  { name: 'api report', script: 'api:check', needsBuild: true },
  { name: 'generated docs', script: 'docs:check', needsBuild: true },
] as const satisfies readonly Step[]

/** The name of a step, for tables that point at one. */
export type StepName = (typeof checkSteps | typeof testSteps)[number]['name']
