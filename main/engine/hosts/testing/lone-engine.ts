/** An engine of one handler, that a test kills: prints the pid of the handler's process once that is in an endless loop. */
import { createHandlerProcess } from '../handler-process'
import { createNodeFork } from '../node-fork'

const [script = '', code = ''] = process.argv.slice(2)
const host = createHandlerProcess({ fork: createNodeFork(script) })
host.onReport((report) => {
  if (report.type === 'console') process.stdout.write(`${report.text}\n`)
})
host.post({ type: 'load', file: '/handlers/endless.ts', code })
