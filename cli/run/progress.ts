export interface ProgressOptions {
  readonly stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>
  /** ms; null when it is not known. */
  readonly totalMs: number | null
  /** ms, on any steady clock. */
  readonly now: () => number
}

/** A run that is over sooner needs none, ms. */
const FIRST_AFTER = 1000
const EVERY = 250

/** How far a run has come, in one line of a terminal; elsewhere nothing. */
export function createProgress({ stream, totalMs, now }: ProgressOptions) {
  let shownAt = now() + FIRST_AFTER - EVERY
  let isShown = false

  const seconds = (ms: number): string => (ms / 1000).toFixed(1)

  return {
    show(ms: number): void {
      if (!stream.isTTY || now() - shownAt < EVERY) return
      shownAt = now()
      isShown = true
      const of =
        totalMs === null
          ? ''
          : ` of ${seconds(totalMs)} s, ${Math.min(100, Math.round((100 * ms) / totalMs))} %`
      stream.write(`\r\u001b[K${seconds(ms)} s${of}`)
    },
    clear(): void {
      if (isShown) stream.write('\r\u001b[K')
      isShown = false
    },
  }
}
