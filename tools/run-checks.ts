import { parseArgs } from 'node:util'
import { runStep } from './check/run-step.js'
import { runSteps } from './check/run-steps.js'
import { checkSteps, testSteps } from './check/step-table.js'
import { formatResult, formatTotal } from './check/summary.js'
import { workspaceRoot } from './check/workspace-root.js'

const { values } = parseArgs({ options: { 'with-tests': { type: 'boolean', default: false } } })

const results = await runSteps(values['with-tests'] ? [...checkSteps, ...testSteps] : checkSteps, {
  run: (step) => runStep(step, workspaceRoot),
  onResult: (result) => process.stdout.write(formatResult(result)),
  concurrency: 2,
})
process.stdout.write(formatTotal(results))
process.exitCode = results.every((result) => result.isPassed) ? 0 : 1
