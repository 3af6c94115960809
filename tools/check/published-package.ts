import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A package of the workspace that npm publishes: its manifest is not marked private. */
export interface PublishedPackage {
  readonly name: string
  /** Absolute path. */
  readonly directory: string
  /** Whether others can import it; a command alone cannot be. */
  readonly hasEntryPoint: boolean
}

/** Finds the published packages under packages/ of the workspace at `root`, sorted by folder. */
export async function findPublishedPackages(root: string): Promise<readonly PublishedPackage[]> {
  const folders = (await readdir(join(root, 'packages'))).sort()
  const found = await Promise.all(folders.map((folder) => readPublishedPackage(join(root, 'packages', folder))))
  return found.filter((published) => published !== undefined)
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
}

async function readPublishedPackage(directory: string): Promise<PublishedPackage | undefined> {
  const path = join(directory, 'package.json')
  // A folder without a manifest is what Git leaves of a package of another branch: ignored build output.
  if (!existsSync(path)) return undefined
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest
  if (manifest.private === true) return undefined
  return { name: manifest.name, directory, hasEntryPoint: manifest.exports?.['.'] !== undefined }
}
