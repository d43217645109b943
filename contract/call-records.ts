import { type HandlerMethod, handlerMethods } from './host'

/** How a call ended; `closed`: the instance was closed while it ran, or it failed because of that. */
export const callOutcomes = ['ok', 'error', 'closed'] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** One call of one of the author's methods. */
export interface CallRecord {
  readonly method: HandlerMethod
  readonly outcome: CallOutcome
  /** When its promise settled, or it returned: session's clock, ms. */
  readonly endedAt: number
  /** From the call until then. */
  readonly ms: number
  /** Engine clock, ms, when what it was called with had arrived; null for calls without a frame. */
  readonly arrivedAt: number | null
}

/** Numbers of a record: method, outcome, end, length, arrival (NaN = none). */
const WIDTH = 5

/** Records as numbers in a buffer of their own: a hundred of them a second for each session are to cost next to nothing. */
export function packCalls(calls: readonly CallRecord[]): Float64Array<ArrayBuffer> {
  const packed = new Float64Array(calls.length * WIDTH)
  calls.forEach(({ method, outcome, endedAt, ms, arrivedAt }, index) => {
    const at = index * WIDTH
    packed[at] = handlerMethods.indexOf(method)
    packed[at + 1] = callOutcomes.indexOf(outcome)
    packed[at + 2] = endedAt
    packed[at + 3] = ms
    packed[at + 4] = arrivedAt ?? Number.NaN
  })
  return packed
}

/** The reverse of {@link packCalls}; what is no record is left out. */
export function unpackCalls(packed: Float64Array): CallRecord[] {
  const calls: CallRecord[] = []
  for (let at = 0; at + WIDTH <= packed.length; at += WIDTH) {
    const method = handlerMethods[packed[at] ?? -1]
    const outcome = callOutcomes[packed[at + 1] ?? -1]
    const [endedAt = 0, ms = 0, arrivedAt = Number.NaN] = packed.subarray(at + 2, at + WIDTH)
    if (method && outcome)
      calls.push({ method, outcome, endedAt, ms, arrivedAt: Number.isNaN(arrivedAt) ? null : arrivedAt })
  }
  return calls
}
