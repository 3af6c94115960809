import { describe, expect, test } from 'vitest'
import { runSteps } from './run-steps.js'
import { buildStep, checkSteps, testSteps } from './step-table.js'
import type { Step, StepResult } from './step.js'

const all: readonly Step[] = [...checkSteps, ...testSteps]

async function runAll(
  failing: readonly string[],
  onRun: (step: Step) => void = () => undefined,
): Promise<readonly StepResult[]> {
  const seen: StepResult[] = []
  const run = (step: Step): Promise<StepResult> => {
    onRun(step)
    return Promise.resolve({ name: step.name, isPassed: !failing.includes(step.name), durationMs: 1, output: '' })
  }
  const results = await runSteps(all, { run, onResult: (result) => seen.push(result), concurrency: 2 })
  expect(seen).toHaveLength(results.length)
  return results
}

describe('a run of the checks', () => {
  test('runs every step, also after one failed', async () => {
    const results = await runAll(['format', 'lint'])
    expect(results.filter(({ isPassed }) => !isPassed).map(({ name }) => name)).toEqual(['format', 'lint'])
    expect(results.map(({ name }) => name).sort()).toEqual(all.map(({ name }) => name).sort())
  })

  test('without a build fails every step that needs one, and does not run it on old output', async () => {
    const ran: string[] = []
    const results = await runAll([buildStep.name], ({ name }) => ran.push(name))
    expect(ran.sort()).toEqual(['build', 'format'])
    expect(results.filter(({ isPassed }) => isPassed).map(({ name }) => name)).toEqual(['format'])
  })

  test('runs a step that has to be alone beside nothing, at the end', async () => {
    const running = new Set<string>()
    const beside: Record<string, number> = {}
    const run = async (step: Step): Promise<StepResult> => {
      running.add(step.name)
      await new Promise(setImmediate)
      beside[step.name] = running.size - 1
      running.delete(step.name)
      return { name: step.name, isPassed: true, durationMs: 1, output: '' }
    }
    const results = await runSteps(all, { run, onResult: () => undefined, concurrency: 2 })
    expect(beside['browser tests']).toBe(0)
    expect(beside['lint']).toBe(1)
    expect(results.at(-1)?.name).toBe('browser tests')
  })

  test('has no two steps of one name or one script', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    expect(new Set(all.map(({ script }) => script)).size).toBe(all.length)
  })
})
