import type { WireError } from '../../contract/errors'
import type { HandlerMethod, HostCounters, HostReport } from '../../contract/host'
import { parseMessage } from '../../contract/json'
import type { LoggedMessage, MessageLog } from './message-log'

/** Times of one of the author's methods, ms. */
export interface MethodTimes {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

export interface RunTotals {
  readonly emittedInS: number
  readonly pictures: number
  readonly messagesOut: number
  readonly faults: readonly WireError[]
  /** Blocks and pictures that the handler was too slow for. */
  readonly dropped: number
  readonly calls: { readonly [method in HandlerMethod]?: MethodTimes }
}

export interface RunWatchOptions {
  /** ms since the clip began. */
  readonly now: () => number
  readonly log: MessageLog
  /** What the author's code prints. */
  readonly onConsole: (text: string) => void
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** Adds up the reports of a run's handler. */
export function createRunWatch({ now, log, onConsole }: RunWatchOptions) {
  const times = new Map<HandlerMethod, { count: number; ms: number[] }>()
  const faults: WireError[] = []
  let counters: HostCounters | undefined
  let emittedInS = 0
  let pictures = 0
  let messagesOut = 0
  let lastAt = 0
  /** A turn of the person's is over, and its answer is not. */
  let isReplying = false

  const write = (kind: LoggedMessage['kind'], value: unknown, direction: 'in' | 'out' = 'out'): void =>
    log.write({ at: now(), direction, kind, value })

  function count(next: HostCounters): void {
    counters = next
    for (const [name, { count, ms }] of Object.entries(next.calls)) {
      const method = name as HandlerMethod
      const known = times.get(method) ?? { count: 0, ms: [] }
      known.count += count
      known.ms.push(...ms)
      times.set(method, known)
    }
  }

  function noteTurn(name: string): void {
    if (name === 'pause_detected' || name === 'stopword') isReplying = true
    if (name === 'response_finished' || name === 'interrupted') isReplying = false
  }

  const routes: { readonly [T in HostReport['type']]?: (report: Extract<HostReport, { type: T }>) => void } =
    {
      audio: ({ samples, channels, sampleRate }) => {
        emittedInS += samples.length / channels / sampleRate
      },
      video: () => {
        pictures += 1
      },
      message: ({ text }) => {
        messagesOut += 1
        lastAt = now()
        write('message', parseMessage(text))
      },
      outputs: ({ values }) => {
        lastAt = now()
        write('outputs', values)
      },
      'close-stream': ({ message }) => write('close', message),
      turn: ({ event }) => {
        noteTurn(event.name)
        write('turn', { name: event.name, soundAt: event.soundAt, detail: event.detail })
      },
      fault: ({ method, error }) => {
        faults.push(error)
        write('fault', { method, code: error.code, message: error.message, position: error.position ?? null })
      },
      console: ({ text }) => onConsole(text),
      counters: (report) => count(report.counters),
    }

  function timesOf({ count, ms }: { readonly count: number; readonly ms: number[] }): MethodTimes {
    const sorted = ms.sort((a, b) => a - b)
    return { count, p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95), maxMs: sorted.at(-1) ?? 0 }
  }

  return {
    /** The handler said this now. */
    observe: (report: HostReport): void =>
      (routes[report.type] as ((report: HostReport) => void) | undefined)?.(report),
    noteInputs: (values: unknown): void => write('inputs', values, 'in'),
    /** The client sends this now. */
    noteSent: (text: string): void => write('message', parseMessage(text), 'in'),
    /** Something of it could be heard or seen now. */
    noteActivity(): void {
      lastAt = now()
    },
    /** Whether nothing came from it for `ms`, and nothing of it is awaited. */
    isQuietFor: (ms: number, since: number): boolean => !isReplying && now() - Math.max(lastAt, since) >= ms,
    totals: (): RunTotals => ({
      emittedInS: Math.round(emittedInS * 1e6) / 1e6,
      pictures,
      messagesOut,
      faults,
      dropped: (counters?.audioDropped ?? 0) + (counters?.videoDropped ?? 0),
      calls: Object.fromEntries([...times].map(([method, calls]) => [method, timesOf(calls)])),
    }),
  }
}

export type RunWatch = ReturnType<typeof createRunWatch>
