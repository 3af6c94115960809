import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { runStep } from '../check/run-step.js'
import { buildStep, checkSteps, testSteps } from '../check/step-table.js'
import { plantPackage } from './plant-package.js'
import type { Violation } from './violation.js'
import { copyBuilt, linkModules } from './workspace-copy.js'
import { writeFiles } from './write-files.js'

/** Which workspaces a violation is tried with. */
export interface TryOptions {
  /** Where the packages are installed. */
  readonly installedRoot: string
  /** A built copy in which every check passes. */
  readonly cleanRoot: string
  /** A folder that does not exist; it is removed afterwards. */
  readonly plantedRoot: string
}

/** Plants a violation in a copy of its own and returns why it was not caught, or undefined when it was. */
export async function tryViolation(violation: Violation, options: TryOptions): Promise<string | undefined> {
  const { installedRoot, cleanRoot, plantedRoot } = options
  try {
    await mkdir(dirname(plantedRoot), { recursive: true })
    await copyBuilt(cleanRoot, plantedRoot)
    await linkModules(installedRoot, plantedRoot)
    for (const name of violation.packages ?? []) await plantPackage(plantedRoot, name)
    await writeFiles(plantedRoot, violation.files)
    return await judge(violation, plantedRoot)
  } catch (error) {
    return `The violation could not be planted: ${error instanceof Error ? error.message : String(error)}\n`
  } finally {
    await rm(plantedRoot, { recursive: true, force: true })
  }
}

async function judge(violation: Violation, root: string): Promise<string | undefined> {
  if (violation.needsBuild === true) {
    const built = await runStep(buildStep, root)
    if (!built.isPassed) return `The violation does not compile, so the check never saw it.\n${built.output}`
  }
  const step = [...checkSteps, ...testSteps].find(({ name }) => name === violation.step)
  if (step === undefined) return `There is no step ${violation.step}.`
  const { isPassed, output } = await runStep(step, root, violation.args)
  if (isPassed) return `The step passed.\n${output}`
  const missing = violation.expected.filter((part) => !output.includes(part))
  return missing.length === 0 ? undefined : `The step failed without saying ${missing.join(', ')}\n${output}`
}
