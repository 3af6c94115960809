import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runStep } from './run-step.js'
import type { StepResult } from './step.js'

const reportPath = 'temp/report.json'
const report = { numTotalTests: 2, numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }

describe('a test step', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringdown-step-'))
    await mkdir(join(folder, 'temp'))
    await writeFile(join(folder, 'new.json'), JSON.stringify(report))
    await writeFile(join(folder, 'failing.json'), JSON.stringify({ ...report, numPassedTests: 1, numFailedTests: 1 }))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const run = async (command: string): Promise<StepResult> => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { planted: command } }))
    await writeFile(join(folder, reportPath), JSON.stringify(report))
    return runStep({ name: 'tests', script: 'planted', needsBuild: false, testReport: reportPath }, folder)
  }
  const copy = (name: string): string => `node -e "fs.copyFileSync('${name}', '${reportPath}')" --`

  test('passes with the counts of the report it wrote', async () => {
    expect(await run(copy('new.json'))).toMatchObject({ isPassed: true, tests: { passed: 2, failed: 0, skipped: 0 } })
  })

  test('fails when it exits with an error, whatever its report says', async () => {
    expect(await run(`node -e "fs.copyFileSync('new.json', '${reportPath}'); process.exit(1)" --`)).toMatchObject({
      isPassed: false,
      tests: { passed: 2, failed: 0 },
    })
  })

  test('fails when its report counts a failure, whatever its exit code says', async () => {
    expect(await run(copy('failing.json'))).toMatchObject({ isPassed: false, tests: { passed: 1, failed: 1 } })
  })

  test('fails when it leaves no report, and does not count that of an earlier run', async () => {
    const result = await run('node -e "" --')
    expect(result).toMatchObject({ isPassed: false })
    expect(result.output).toContain('No usable test report')
    expect(result).not.toHaveProperty('tests')
  })
})
