import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Violation } from './violation.js'

/** Writes or changes files of the workspace at `root`. */
export async function writeFiles(root: string, files: Violation['files']): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, typeof text === 'string' ? text : text(await readFile(path, 'utf8')))
  }
}
