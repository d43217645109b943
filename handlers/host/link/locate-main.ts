import { type Debugger, Session } from 'node:inspector'
import type { CompiledFrame } from '../../../contract/host-link'

/** Stopping the main thread takes 5-100 ms; one that waits in native code, or for us, cannot be stopped. */
const LIMIT = 1000

/** One look at the main thread by its inspector, from another thread. */
class Look {
  readonly #session = new Session()
  readonly #urls = new Map<string, string>()
  readonly #told: (frames: readonly CompiledFrame[] | null) => void
  readonly #timer = setTimeout(() => this.#end(null), LIMIT)
  #over = false

  constructor(told: (frames: readonly CompiledFrame[] | null) => void) {
    this.#told = told
    this.#session.on('Debugger.scriptParsed', ({ params }) => this.#urls.set(params.scriptId, params.url))
    this.#session.on('Debugger.paused', ({ params }) => this.#end(params.callFrames.map(this.#compiled)))
    this.#session.connectToMainThread()
    this.#session.post('Debugger.enable')
    this.#session.post('Debugger.pause')
  }

  /** The frame's own URL is empty on Node 20. */
  readonly #compiled = ({ location }: Debugger.CallFrame): CompiledFrame => ({
    file: this.#urls.get(location.scriptId) ?? '',
    line: location.lineNumber,
    column: location.columnNumber ?? 0,
  })

  /** Disabling lets the thread go, also where it reads that only later. */
  #end(frames: readonly CompiledFrame[] | null): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    this.#session.post('Debugger.disable')
    // Not from inside of its own notification.
    setImmediate(() => {
      this.#session.disconnect()
      this.#told(frames)
    })
  }
}

/** Where the main thread is just now, innermost frame first; null when that cannot be told within a second. */
export function locateMain(): Promise<readonly CompiledFrame[] | null> {
  return new Promise((resolve) => void new Look(resolve))
}
