import { runCommand } from './check/run-command.js'
import { findPublishedPackages } from './check/published-package.js'
import { workspaceRoot } from './check/workspace-root.js'

// Run by `npm run surface`, which puts node_modules/.bin on the PATH.
for (const { name, directory } of await findPublishedPackages(workspaceRoot)) {
  for (const [tool, ...args] of [
    ['publint', '--strict'],
    ['attw', '--pack', '.', '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'],
  ] as const) {
    const { exitCode, output } = await runCommand(tool, args, directory)
    process.stdout.write(`${tool}: ${name} ${exitCode === 0 ? 'passed' : `failed\n${output}`}\n`)
    if (exitCode !== 0) process.exitCode = 1
  }
}
