import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './run-command.js'
import type { Step, StepResult } from './step.js'
import { readTestCount } from './test-count.js'

/** Runs one step in the workspace at `root`; `extraArgs` go to the step's script. */
export async function runStep(step: Step, root: string, extraArgs: readonly string[] = []): Promise<StepResult> {
  const startMs = performance.now()
  const reportPath = step.testReport === undefined ? undefined : join(root, step.testReport)
  // A report left by an earlier run must never be counted for this one.
  if (reportPath !== undefined) await rm(reportPath, { force: true })
  const { exitCode, output } = await runCommand('npm', ['run', '--silent', step.script, '--', ...extraArgs], root)
  const verdict = await judge(exitCode, output, reportPath)
  return { name: step.name, durationMs: performance.now() - startMs, ...verdict }
}

type Verdict = Pick<StepResult, 'isPassed' | 'output' | 'tests'>

async function judge(exitCode: number | null, output: string, reportPath: string | undefined): Promise<Verdict> {
  if (reportPath === undefined) return { isPassed: exitCode === 0, output }
  try {
    const tests = await readTestCount(reportPath)
    // The exit code rules as well: a crashed run, an unhandled error or a missed coverage threshold can leave passing counts.
    return { isPassed: exitCode === 0 && tests.failed === 0, output, tests }
  } catch (error) {
    return { isPassed: false, output: `${output}\n${error instanceof Error ? error.message : String(error)}\n` }
  }
}
