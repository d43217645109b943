import type { WireError } from '../../../contract/errors'

/** A process that was asked for, as far as who started it can tell. */
export interface ForkEvents {
  output(stream: 'stdout' | 'stderr', text: string): void
  /** It never started. */
  failed(error: WireError): void
  exited(code: number | null, signal: string | null): void
}

export interface ForkOptions {
  /** The last argument of the program. */
  readonly argument: string
  /** Of its JavaScript heap, where the runtime keeps to it. */
  readonly heapLimitMb: number
}

/** Starts the program of handler processes: `child_process` under plain Node, the shell in Electron. */
export type ForkProcess = (options: ForkOptions, on: ForkEvents) => void
