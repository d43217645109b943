import type { ElectronApplication } from '@playwright/test'

/** What the inspector tells of a thread. */
interface Attached {
  readonly params: { readonly sessionId: string; readonly workerInfo: { readonly title: string } }
}

/** Ends the app's engine thread from outside, as a defect in it would: by the inspector, with exit code 9. */
export async function endEngine(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(async () => {
    const { Session } = process.getBuiltinModule('node:inspector')
    const session = new Session()
    session.connect()
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('there is no engine thread')), 5000)
        session.on('NodeWorker.attachedToWorker', ({ params }: Attached) => {
          if (!params.workerInfo.title.endsWith('engine')) return
          clearTimeout(timer)
          const message = JSON.stringify({
            id: 1,
            method: 'Runtime.evaluate',
            // From its event loop, as code of its own would: the inspector interrupts also inside a codec, and an end there
            // takes the whole app with it.
            params: { expression: 'setImmediate(() => process.exit(9))' },
          })
          session.post('NodeWorker.sendMessageToWorker', { sessionId: params.sessionId, message }, () =>
            resolve(),
          )
        })
        session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
      })
    } finally {
      session.disconnect()
    }
  })
}
