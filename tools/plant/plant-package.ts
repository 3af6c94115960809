import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { linkPackage } from './workspace-copy.js'
import { writeFiles } from './write-files.js'

/** Plants `@ringdown/<name>`, minimal and built, unless the workspace at `root` has it. */
export async function plantPackage(root: string, name: string): Promise<void> {
  const folder = join('packages', name)
  if (existsSync(join(root, folder, 'package.json'))) return
  const manifest = {
    name: `@ringdown/${name}`,
    version: '0.1.0',
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20.19' },
    files: ['dist'],
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  }
  await writeFiles(root, {
    [`${folder}/package.json`]: JSON.stringify(manifest),
    [`${folder}/tsconfig.json`]: JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { rootDir: 'src', outDir: 'dist', types: ['node'] },
      include: ['src'],
    }),
    [`${folder}/src/index.ts`]: 'export const planted = 1\n',
    [`${folder}/dist/index.js`]: 'export const planted = 1\n',
    [`${folder}/dist/index.d.ts`]: 'export declare const planted = 1\n',
  })
  await linkPackage(root, folder)
}
