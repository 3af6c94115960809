import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findPublishedPackages } from './published-package.js'

test('the published packages are those with a manifest that is not private', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ringdown-packages-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const plant = async (folder: string, manifest?: object): Promise<void> => {
    await mkdir(join(root, 'packages', folder), { recursive: true })
    if (manifest !== undefined)
      await writeFile(join(root, 'packages', folder, 'package.json'), JSON.stringify(manifest))
  }
  await plant('token', { name: '@x/token', exports: { '.': './dist/index.js' } })
  await plant('console', { name: '@x/console', private: true, exports: { '.': './dist/index.js' } })
  await plant('cli', { name: '@x/cli', exports: { './package.json': './package.json' } })
  await plant('left-over')

  expect(await findPublishedPackages(root)).toEqual([
    { name: '@x/cli', directory: join(root, 'packages/cli'), hasEntryPoint: false },
    { name: '@x/token', directory: join(root, 'packages/token'), hasEntryPoint: true },
  ])
})
