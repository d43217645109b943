// Speaks contract/host.ts for the tests of this folder, with handler code that is handed the thread's own means.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'

const words = new Int32Array(workerData.sync)
const say = (report, transfer) => parentPort.postMessage(report, transfer)
const means = {
  say,
  process,
  /** Blocks until the engine raises the signal word; gives what lies on the sync port by then. */
  waitForCommand() {
    for (;;) {
      const seen = Atomics.load(words, 0)
      const found = receiveMessageOnPort(workerData.syncPort)
      if (found) return found.message
      Atomics.wait(words, 0, seen)
    }
  },
  sendMessageSync(text, slot) {
    say({ type: 'message', text, ack: slot })
    while (Atomics.load(words, 1) !== slot) Atomics.wait(words, 0, Atomics.load(words, 0), 50)
  },
}
let handler = {}

const answers = {
  load({ file, code }) {
    handler = new Function('means', code)(means) ?? {}
    if (handler.refuses) say({ type: 'load-failed', error: { code: 'handler', message: handler.refuses } })
    else say({ type: 'loaded', manifest: { title: file }, findings: [] })
  },
  open(command) {
    handler.open?.(command)
    say({ type: 'opened' })
  },
  audio(command) {
    Atomics.add(words, 2, 1)
    handler.audio?.(command)
  },
  close(command) {
    handler.close?.(command)
    say({ type: 'closed' })
  },
}

parentPort.on('message', (command) => answers[command.type]?.(command))
say({ type: 'booted' })
