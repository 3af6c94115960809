#!/usr/bin/env node
import { createNodePorts } from './node-ports.js'
import { runProgram } from './program.js'

process.exitCode = await runProgram(createNodePorts())
