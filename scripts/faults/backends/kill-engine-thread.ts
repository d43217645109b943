import type { ElectronApplication } from '@playwright/test'

/** Ends the engine thread as a defect of its own would, through the inspector of the main process: exit code 9. */
export async function killEngineThread(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(async () => {
    const inspector = process.getBuiltinModule('node:inspector')
    const session = new inspector.Session()
    session.connect()
    try {
      const sessionId = await new Promise<string>((resolve, reject) => {
        session.on('NodeWorker.attachedToWorker', ({ params }) => {
          if (/\bengine$/.test(params.workerInfo.title)) resolve(params.sessionId)
        })
        session.post(
          'NodeWorker.enable',
          { waitForDebuggerOnStart: false },
          (error) => error && reject(error),
        )
        setTimeout(() => reject(new Error('there is no engine thread')), 2000)
      })
      // From its event loop, as code of its own would: the inspector interrupts also inside a codec, and an end there takes the
      // whole app with it.
      const expression = 'setImmediate(() => process.exit(9))'
      const call = { id: 1, method: 'Runtime.evaluate', params: { expression } }
      // Disconnected before the thread has read it, the session would take the message with it.
      const gone = new Promise<void>((resolve, reject) => {
        session.on(
          'NodeWorker.detachedFromWorker',
          ({ params }) => params.sessionId === sessionId && resolve(),
        )
        setTimeout(() => reject(new Error('the engine thread did not end')), 2000)
      })
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify(call) })
      await gone
    } finally {
      session.disconnect()
    }
  })
}
