import { buildViolations } from './build-violation.js'
import { deadCodeViolations } from './dead-code-violation.js'
import { graphViolations } from './graph-violation.js'
import { lintViolations } from './lint-violation.js'
import { releaseViolations } from './release-violation.js'
import { testViolations } from './test-violation.js'
import type { Violation } from './violation.js'

/** Every planted violation, in the order of the pipeline. */
export const violationTable: readonly Violation[] = [
  ...buildViolations,
  ...lintViolations,
  ...graphViolations,
  ...deadCodeViolations,
  ...releaseViolations,
  ...testViolations,
]
