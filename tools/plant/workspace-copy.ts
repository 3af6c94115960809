import { cp, mkdir, readFile, readdir, symlink } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { runCommand } from '../check/run-command.js'

/** Copies what Git tracks, or would if it were added, from the workspace at `from` to the new folder `to`. */
export async function copySources(from: string, to: string): Promise<void> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const deleted = await runCommand('git', ['ls-files', '-z', '--deleted'], from)
  const listed = await runCommand('git', list, from)
  if (listed.exitCode !== 0 || deleted.exitCode !== 0) throw new Error(`git ls-files failed: ${listed.output}`)
  const gone = new Set(deleted.output.split('\0'))
  for (const path of listed.output.split('\0').filter((name) => name !== '' && !gone.has(name))) {
    await cp(join(from, path), join(to, path))
  }
}

/** Copies a built copy, dist/ and time stamps included, so that the next build is incremental. */
export async function copyBuilt(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !path.split(sep).includes('node_modules') && !path.endsWith(`${sep}coverage`),
  })
}

/**
 * Gives the workspace at `to` the installed packages of the one at `from`. The workspace's own packages are links
 * inside node_modules that would lead back to `from`, so those are made anew.
 */
export async function linkModules(from: string, to: string): Promise<void> {
  const owners = ['', ...(await listFolders(from, 'packages')), ...(await listFolders(from, 'examples'))]
  for (const owner of owners) await linkInstalled(join(from, owner, 'node_modules'), join(to, owner, 'node_modules'))
  for (const folder of await listFolders(to, 'packages')) await linkPackage(to, folder)
}

/** Makes the package in `folder` of the workspace at `root` importable by its name. */
export async function linkPackage(root: string, folder: string): Promise<void> {
  const { name } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as { readonly name: string }
  const link = join(root, 'node_modules', name)
  await mkdir(dirname(link), { recursive: true })
  await symlink(join(root, folder), link, 'dir')
}

async function linkInstalled(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => [])
  if (entries.length === 0) return
  await mkdir(to, { recursive: true })
  for (const entry of entries) {
    const isWorkspaceLink = entry.isSymbolicLink() || entry.name === '@ringdown'
    // Dot folders are caches, which the copy must not write into, but for the commands.
    const isCache = entry.name.startsWith('.') && entry.name !== '.bin'
    if (!isWorkspaceLink && !isCache) await symlink(join(from, entry.name), join(to, entry.name))
  }
}

async function listFolders(root: string, parent: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, parent), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name))
}
