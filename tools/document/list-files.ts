import { readdirSync } from 'node:fs'
import { join, posix } from 'node:path'

/** What no person wrote. */
const leftOut = new Set(['node_modules', 'dist', 'temp', 'coverage', '.git'])

/** The files of a folder and of those in it, as paths from there with slashes; what is built or installed is left out. */
export function listFiles(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isFile()) return [path]
    return entry.isDirectory() && !leftOut.has(entry.name) ? listFiles(root, path) : []
  })
}
