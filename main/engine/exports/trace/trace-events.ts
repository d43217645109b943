/** One event of a trace. Times in microseconds. Source: the Trace Event Format of Chromium's tracing. */
export type TraceEvent =
  /** Something with a beginning and a length on its track. */
  | (Common & { readonly ph: 'X'; readonly tid: number; readonly dur: number; readonly cat: string })
  /** An instant on its track. */
  | (Common & { readonly ph: 'i'; readonly tid: number; readonly s: 't'; readonly cat: string })
  | (Common & { readonly ph: 'C' })
  /** Beginning and end of something that may overlap with others of its kind. */
  | (Common & { readonly ph: 'b' | 'e'; readonly tid: number; readonly cat: string; readonly id: string })
  /** Names a process or track. */
  | {
      readonly ph: 'M'
      readonly name: string
      readonly pid: number
      readonly tid?: number
      readonly args: Args
    }

type Args = { readonly [name: string]: unknown }
interface Common {
  readonly name: string
  readonly ts: number
  readonly pid: number
  readonly args: Args
}

/** The one process that all is about. */
export const PID = 1
