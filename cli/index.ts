#!/usr/bin/env node
/** The command line: `soundcheck COMMAND`. */
import { runCommandLine } from './command-line'

await runCommandLine(process.argv.slice(2))
