import { Session } from 'node:inspector'

/** Stops a thread of this process as a long call would, wherever it is; resolves when it stands to what lets it go on. */
export function pauseThread(threadId: number): Promise<() => void> {
  const session = new Session()
  session.connect()
  return new Promise((resolve, reject) => {
    let sessionId: string | undefined
    const tell = (id: number, method: string): void => {
      const message = JSON.stringify({ id, method })
      session.post('NodeWorker.sendMessageToWorker', { sessionId: sessionId ?? '', message })
    }
    session.on('NodeWorker.attachedToWorker', ({ params }) => {
      if (!params.workerInfo.title.startsWith(`[worker ${threadId}]`)) return
      sessionId = params.sessionId
      tell(1, 'Debugger.enable')
      tell(2, 'Debugger.pause')
    })
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const { method } = JSON.parse(params.message) as { readonly method?: string }
      if (params.sessionId !== sessionId || method !== 'Debugger.paused') return
      resolve(() => {
        tell(3, 'Debugger.disable')
        setImmediate(() => session.disconnect())
      })
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, (failed) => failed && reject(failed))
  })
}
