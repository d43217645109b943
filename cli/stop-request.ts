import { exitCodes } from './exit-codes'

export interface StopRequestOptions {
  readonly process: Pick<NodeJS.Process, 'on' | 'exit'>
  readonly stdout: Pick<NodeJS.WriteStream, 'on'>
  /** Any steady clock, ms. */
  readonly now: () => number
}

/** npm passes on the very signal that the terminal has already sent to everybody, ms. */
const ECHO = 500

/**
 * Aborted when the command is to stop in order: by SIGINT, SIGTERM, SIGHUP, or because the reader of stdout has gone. A
 * second SIGINT ends it at once; supervisors repeat SIGTERM, so that one does not.
 */
export function createStopRequest({ process, stdout, now }: StopRequestOptions): AbortSignal {
  const controller = new AbortController()
  let interruptedAt: number | undefined
  process.on('SIGINT', () => {
    if (interruptedAt !== undefined && now() - interruptedAt > ECHO) process.exit(exitCodes.interrupted)
    interruptedAt ??= now()
    controller.abort()
  })
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort())
  stdout.on('error', () => controller.abort())
  return controller.signal
}
