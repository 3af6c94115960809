#!/usr/bin/env node
import { exitCodes } from './command/exit-code.js'
import { processSources } from './config.js'
import { runProgram } from './program.js'
import { systemClock } from './system-clock.js'
import { systemIds } from './system-ids.js'

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, closes the pipe. The exit code stays what it is.
    if (error.code !== 'EPIPE') process.exit(exitCodes.failure)
  })
}

process.exitCode = await runProgram(process.argv.slice(2), {
  terminal: process,
  clock: systemClock,
  ids: systemIds,
  configSources: processSources,
})
