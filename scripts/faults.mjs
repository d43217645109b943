#!/usr/bin/env node
// npm run faults [-- --on node|electron --only <words> --json]: everything that a handler can do wrong, done to the app.
import { runProgram } from './faults/run-program.mjs'
import { main } from './setup/run.mjs'

main(() => runProgram('index'))
