import { readFileSync } from 'node:fs'

/** The version of this package. */
export const version: string = readVersion(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

function readVersion(manifest: string): string {
  return (JSON.parse(manifest) as { readonly version: string }).version
}
