import { fileURLToPath } from 'node:url'
import { MessageChannel, Worker } from 'node:worker_threads'
import { type HostCommand, type HostReport, SYNC_BYTES, syncWord } from '../../../contract/host'
import type { HostProcessStart } from '../../../contract/host-link'
import { guardOwnProcess } from '../guard'
import { startHost } from '../start-host'
import type { LinkData, Posted } from './link-data'
import { createReportWindow, FLOW_BYTES } from './report-window'

/** A report without its buffers and text is smaller than this. */
const REPORT_BYTES = 1024
/** What was reported before `process.exit` gets this long to be written, ms. */
const LAST_WORDS = 500

function bytesOf(report: HostReport, transfer: readonly ArrayBuffer[]): number {
  const text = 'text' in report ? report.text.length : 0
  return transfer.reduce((sum, buffer) => sum + buffer.byteLength, REPORT_BYTES + text)
}

/** Starts the link thread from `script`, and the host here on the main thread: some native add-ons want no other. */
export function startProcess(script: string, start: HostProcessStart): void {
  const sync = new SharedArrayBuffer(SYNC_BYTES)
  const flow = new SharedArrayBuffer(FLOW_BYTES)
  const commands = new MessageChannel()
  const syncs = new MessageChannel()
  const data: LinkData = { start, sync, flow, commands: commands.port2, syncPort: syncs.port2 }
  const link = new Worker(fileURLToPath(script), {
    name: 'link',
    workerData: data,
    transferList: [commands.port2, syncs.port2],
    execArgv: [],
  })
  link.unref()

  const words = new Int32Array(sync)
  const window = createReportWindow({
    flow,
    onWait: () => void Atomics.add(words, syncWord.heartbeat, 1),
    now: () => performance.now(),
  })
  const send = (posted: Posted, transfer: readonly ArrayBuffer[] = []): void => {
    window.take(posted.bytes)
    commands.port1.postMessage(posted, transfer)
  }
  const post = (report: HostReport, transfer: readonly ArrayBuffer[] = []): void =>
    send({ type: 'report', report, bytes: bytesOf(report, transfer) }, transfer)

  const host = startHost({ sync, syncPort: syncs.port1, script, post })
  guardOwnProcess(process, {
    fault: (thrown) => host.faults.report('background', thrown),
    exiting(code) {
      host.faults.flush()
      send({ type: 'exiting', code, bytes: REPORT_BYTES })
      window.drain(LAST_WORDS)
    },
  })
  commands.port1.on('message', (command: HostCommand) => host.handle(command))
  post({ type: 'booted' })
}
