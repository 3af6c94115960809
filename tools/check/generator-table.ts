/** A script that writes one page of the documentation from the code; with `--check` it fails when the page differs. */
export interface Generator {
  /** Path of the script from the root. */
  readonly script: string
  /** Path of the page from the root. */
  readonly page: string
}

/** Every generated page. `npm run docs` writes them, `npm run docs:check` compares them. */
export const generatorTable: readonly Generator[] = [
  { script: 'tools/generate-error-page.ts', page: 'docs/reference/errors.md' },
  { script: 'tools/generate-openapi.ts', page: 'docs/reference/openapi.json' },
]
