import { parseArgs } from 'node:util'
import { generatorTable } from './check/generator-table.js'
import { runCommand } from './check/run-command.js'
import { workspaceRoot } from './check/workspace-root.js'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

for (const { script, page } of generatorTable) {
  const { exitCode, output } = await runCommand('tsx', [script, ...(values.check ? ['--check'] : [])], workspaceRoot)
  const verdict = values.check ? 'differs from the code: run npm run docs' : 'could not be written'
  process.stdout.write(`${output}${page} ${exitCode === 0 ? 'is up to date' : verdict}\n`)
  if (exitCode !== 0) process.exitCode = 1
}
