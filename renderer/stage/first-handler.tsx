import { Copy } from 'lucide-react'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { folderName } from '../handlers/folder-header'
import styles from './first-handler.module.css'

/** The shortest handler that does something: an author's starting point. */
export const FIRST_HANDLER = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame, waitForItem } from 'soundcheck'

/** Gives back what it hears. */
export default class Echo extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()

  async receive(frame: AudioFrame) {
    await this.heard.put(frame)
  }

  async emit() {
    return await waitForItem(this.heard)
  }
}
`

/** In place of the stage while the folder has no handler: a file to begin with. */
export function FirstHandler() {
  const { alerts, client } = useBench()
  const attempt = useAttempt('copy')
  const path = useMirror(({ bench }) => bench.folder.path)
  const copy = async () => {
    await client.request('shell.copyText', { text: FIRST_HANDLER })
    alerts.raise('copy', { tone: 'info', message: 'The handler is on the clipboard.' })
  }
  return (
    <section className={styles.first} aria-label="First handler">
      <div className={styles.card}>
        <h2>Write your first handler</h2>
        <p className={styles.text}>
          Save this as <code>echo.ts</code> in <code title={path}>{folderName(path)}</code>. It is loaded at
          once, and again with every save, also in the middle of a call.
        </p>
        <pre className={styles.code}>{FIRST_HANDLER.trimEnd()}</pre>
        <Button icon={Copy} onClick={() => attempt(copy)}>
          Copy this file
        </Button>
      </div>
    </section>
  )
}
