import { mapLimited } from './map-limited.js'
import type { Step, StepResult } from './step.js'

/** How steps are run and where their results go. */
export interface RunStepsOptions {
  readonly run: (step: Step) => Promise<StepResult>
  /** Called once for each step, in the order they end. */
  readonly onResult: (result: StepResult) => void
  /** How many steps may run at a time, 1 or more. */
  readonly concurrency: number
}

/**
 * Runs every step, also after a failure: first those that need no build, then the rest, which fail unrun without one,
 * and at the end, one after another, those that run alone.
 */
export async function runSteps(
  steps: readonly Step[],
  { run, onResult, concurrency }: RunStepsOptions,
): Promise<readonly StepResult[]> {
  const runAll = (
    group: readonly Step[],
    runOne: (step: Step) => Promise<StepResult>,
    limit = concurrency,
  ): Promise<readonly StepResult[]> =>
    mapLimited(group, limit, async (step) => {
      const result = await runOne(step)
      onResult(result)
      return result
    })
  const before = await runAll(
    steps.filter((step) => !step.needsBuild),
    run,
  )
  const isBuilt = before.every((result) => result.isPassed || result.name !== 'build')
  const runBuilt = isBuilt ? run : (step: Step): Promise<StepResult> => Promise.resolve(notBuilt(step))
  const after = steps.filter((step) => step.needsBuild)
  const together = await runAll(
    after.filter((step) => step.isAlone !== true),
    runBuilt,
  )
  const alone = await runAll(
    after.filter((step) => step.isAlone === true),
    runBuilt,
    1,
  )
  return [...before, ...together, ...alone]
}

function notBuilt({ name }: Step): StepResult {
  return { name, isPassed: false, durationMs: 0, output: 'Not run: the build failed.\n' }
}
