import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mapLimited } from './check/map-limited.js'
import { runStep } from './check/run-step.js'
import { runSteps } from './check/run-steps.js'
import { checkSteps, testSteps } from './check/step-table.js'
import { formatResult } from './check/summary.js'
import { workspaceRoot } from './check/workspace-root.js'
import { tryViolation } from './plant/try-violation.js'
import { violationTable } from './plant/violation-table.js'
import { copySources, linkModules } from './plant/workspace-copy.js'

// A check is trusted once it has been seen to fail: `npm run check:planted [-- --only <part of a name>] [-- --without-tests]`.
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, 'without-tests': { type: 'boolean', default: false } },
})
const steps = values['without-tests'] ? checkSteps : [...checkSteps, ...testSteps]
const concurrency = 2

const folder = await realpath(await mkdtemp(join(tmpdir(), 'ringdown-planted-')))
try {
  process.exitCode = (await isCleanCopyPassing()) && (await areAllCaught()) ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function isCleanCopyPassing(): Promise<boolean> {
  const cleanRoot = join(folder, 'clean')
  await copySources(workspaceRoot, cleanRoot)
  await linkModules(workspaceRoot, cleanRoot)
  process.stdout.write('Nothing planted: every check has to pass.\n')
  const results = await runSteps(steps, {
    run: (step) => runStep(step, cleanRoot),
    onResult: (result) => process.stdout.write(formatResult(result)),
    concurrency,
  })
  return results.every((result) => result.isPassed)
}

async function areAllCaught(): Promise<boolean> {
  const violations = violationTable.filter(
    ({ name, step }) => name.includes(values.only) && steps.some((candidate) => candidate.name === step),
  )
  process.stdout.write('\nOne violation planted at a time: its check has to fail.\n')
  const verdicts = await mapLimited([...violations.entries()], concurrency, async ([index, violation]) => {
    const plantedRoot = join(folder, `planted-${index}`)
    const complaint = await tryViolation(violation, {
      installedRoot: workspaceRoot,
      cleanRoot: join(folder, 'clean'),
      plantedRoot,
    })
    const verdict = complaint === undefined ? 'caught' : `MISSED\n${complaint}`
    process.stdout.write(`${violation.name.padEnd(52)}${violation.step.padEnd(18)}${verdict}\n`)
    return complaint === undefined
  })
  const missed = verdicts.filter((isCaught) => !isCaught).length
  process.stdout.write(`\n${verdicts.length - missed} caught, ${missed} missed\n`)
  return missed === 0
}
