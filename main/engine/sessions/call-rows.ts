import { type CallRecord, unpackCalls } from '../../../contract/call-records'
import type { HandlerMethod } from '../../../contract/host'
import { BLOCK_MS } from '../../../contract/media'
import type { RowFields } from '../../../contract/row-fields'
import type { JournalSink } from '../journal/journal'
import { rounded } from './rounded'

export interface CallRowsOptions {
  readonly journal: JournalSink
  /** The engine's clock at the start of the session. */
  readonly origin: number
  /** Pictures that come in a second; null while that is not known. */
  readonly picturesPerSecond: () => number | null
}

/** Makes a row of each call of the author's methods. */
export function createCallRows({ journal, origin, picturesPerSecond }: CallRowsOptions) {
  /** The time that there is for a call until the next frame comes; what waits for something to say has none. */
  function periodOf(method: HandlerMethod): number | null {
    if (method === 'receive') return BLOCK_MS
    const rate = method === 'videoReceive' ? picturesPerSecond() : null
    return rate === null ? null : 1000 / rate
  }

  function fieldsOf({ method, outcome, endedAt, ms, arrivedAt }: CallRecord, version: number): RowFields {
    const period = periodOf(method)
    // The clocks of the two threads agree to a fraction of a millisecond: it may seem to have waited for less than none.
    const waitMs = arrivedAt === null ? null : Math.max(0, endedAt - ms - (arrivedAt - origin))
    return {
      method,
      ms: rounded(ms),
      outcome,
      version,
      ...(waitMs === null ? {} : { waitMs: rounded(waitMs) }),
      ...(period === null ? {} : { share: rounded(ms / period) }),
    }
  }

  return (packed: Float64Array, version: number): void => {
    for (const call of unpackCalls(packed))
      journal.append({
        kind: 'call',
        type: call.method,
        text: '',
        at: call.endedAt,
        fields: fieldsOf(call, version),
      })
  }
}

export type CallRows = ReturnType<typeof createCallRows>
