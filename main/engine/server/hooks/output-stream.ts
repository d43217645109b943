import { PassThrough } from 'node:stream'
import type { Session } from '../../sessions/session'

/** How often a stream says that it still lives, ms: below the minute after which proxies and browsers give up. */
const KEEP_ALIVE = 15_000
/** After how long a browser connects again, ms. */
const RETRY = 2000

const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * A session's outputs as server-sent events: `output` for each, `dropped` where some were lost because nobody fetched them, and
 * `end` with the session. What the client does not read stays in the session's queue, which is bounded.
 */
export function createOutputStream(session: Session): PassThrough {
  const stream = new PassThrough()
  let isFull = false

  function write(text: string): void {
    isFull = !stream.write(text)
  }

  /** Whether there was one. */
  function sendNext(): boolean {
    const { outputs, dropped } = session.fetchOutputs(1)
    if (dropped > 0) write(event('dropped', { count: dropped }))
    for (const args of outputs) write(event('output', { args }))
    return outputs.length > 0
  }

  function drain(): void {
    while (!isFull && sendNext());
  }

  function ended(): void {
    while (sendNext());
    stream.end(event('end', { reason: session.entry().reason }))
  }

  const keepAlive = setInterval(() => isFull || write(': still here\n\n'), KEEP_ALIVE)
  write(`retry: ${RETRY}\n\n`)
  stream.on('drain', () => {
    isFull = false
    drain()
  })
  const unsubscribe = session.readOutputs({ pushed: drain, ended })
  stream.once('close', () => {
    clearInterval(keepAlive)
    unsubscribe()
  })
  drain()
  return stream
}
