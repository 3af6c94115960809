import type { TestCount } from './test-count.js'

/** One check of the pipeline: a script of the root package.json, so that `npm run <script>` repeats it alone. */
export interface Step {
  readonly name: string
  readonly script: string
  /** Reads what the build step writes to dist/: without a build there is nothing to judge. */
  readonly needsBuild: boolean
  /** Its time limits need the machine to itself: it runs last, beside nothing. */
  readonly isAlone?: true
  /** Where a test step leaves its JSON report, from the root. Its tests are counted one by one. */
  readonly testReport?: string
}

/** What one step came to. `output` is for a person: it says what was wrong. */
export interface StepResult {
  readonly name: string
  readonly isPassed: boolean
  readonly durationMs: number
  readonly output: string
  /** Present for a test step that left a usable report. */
  readonly tests?: TestCount
}
