/** Where errors end that nobody caught: the process, or one thread's view of it. */
export interface ErrorSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown
}

/** Lines that one run of the engine writes about such errors; a damaged stream could bring one with each packet. */
const MOST_LINES = 100

/**
 * Keeps the engine alive when something is thrown that nobody awaits: werift does so for packets that are no DTLS, SCTP
 * or data channel message it knows, and one such packet must not end all sessions. Each is logged as the defect it is.
 */
export function surviveErrors(source: ErrorSource, log: (line: string) => void): void {
  let lines = 0
  const note = (thrown: unknown): void => {
    lines += 1
    if (lines > MOST_LINES) return
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    log(`an error that nobody caught: ${text}`)
    if (lines === MOST_LINES) log('further errors that nobody caught are not logged')
  }
  source.on('uncaughtException', note)
  source.on('unhandledRejection', note)
}
