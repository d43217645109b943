#!/usr/bin/env node
// npm run soak [-- --minutes N --seed S --swaps N --on node|electron]: long use of the app, and what it keeps of it.
import { runProgram } from './faults/run-program.mjs'
import { main } from './setup/run.mjs'

main(() => runProgram('soak'))
