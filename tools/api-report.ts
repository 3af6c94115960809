import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'
import { findPublishedPackages } from './check/published-package.js'
import { workspaceRoot } from './check/workspace-root.js'

const { values } = parseArgs({ options: { local: { type: 'boolean', default: false } } })
const base = ExtractorConfig.loadFile(join(workspaceRoot, 'api-extractor.base.json'))

const packages = await findPublishedPackages(workspaceRoot)
for (const { name, directory } of packages.filter(({ hasEntryPoint }) => hasEntryPoint)) {
  try {
    const isCurrent = reportApi(directory)
    process.stdout.write(`${name}: ${isCurrent ? 'the report is up to date' : 'review the change with npm run api'}\n`)
    if (!isCurrent) process.exitCode = 1
  } catch (error) {
    // The other packages are still to be judged.
    process.stdout.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

function reportApi(projectFolder: string): boolean {
  const config = ExtractorConfig.prepare({
    configObject: { ...base, projectFolder },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
  })
  return Extractor.invoke(config, { localBuild: values.local, printApiReportDiff: true }).succeeded
}
