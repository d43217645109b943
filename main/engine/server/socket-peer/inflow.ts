import type { Clock } from '../../clock'
import { createCatchUp } from './catch-up'

/** How far ahead of its time sound is handed on, ms: what a client's own rhythm is out by is no reason to wait. */
const LEAD = 40
/** Sound that begins again after so long a pause begins a new clock, ms. A shorter one was a stall, and is caught up. */
const PAUSE = 2000
/** What is handed on at a time, ms. */
const PART = 20
/** More than this may not wait, ms. */
const LIMIT = 120_000

/** Mu-law that arrived, and when. */
export interface Part {
  readonly payload: Uint8Array
  readonly arrivedAt: number
}

/**
 * What a client sends faster than it can be heard waits for its time: handlers are spoken to in real time, and one that is
 * given a whole clip at once would lose most of it. What comes in its time, or late, goes on at once.
 */
export interface Inflow {
  /** Takes sound of any length; false = it was dropped, since two minutes wait already. */
  push(payload: Uint8Array): boolean
  /** Somebody listens from now on; until then everything waits. */
  begin(): void
  close(): void
}

export interface InflowOptions {
  readonly clock: Clock
  /** Hz. */
  readonly sampleRate: number
  readonly onPart: (part: Part) => void
}

export function createInflow({ clock, sampleRate, onPart }: InflowOptions): Inflow {
  const partBytes = Math.round((sampleRate * PART) / 1000)
  const catchUp = createCatchUp()
  /** `dueAt` counts from when the clock of the sound began. */
  const waiting: (Part & { readonly dueAt: number })[] = []
  /** Of the sound; null until the first came. */
  let beganAt: number | null = null
  /** How much sound has come since. */
  let length = 0
  let state: 'unheard' | 'heard' | 'closed' = 'unheard'
  let timer: NodeJS.Timeout | undefined

  const handOnAt = (dueAt: number): number => (beganAt ?? 0) + dueAt - LEAD

  function release(): void {
    clearTimeout(timer)
    if (state !== 'heard') return
    const now = clock.now()
    const held = waiting.findIndex(({ dueAt }) => handOnAt(dueAt) > now)
    const due = waiting.splice(0, held < 0 ? waiting.length : held)
    for (const { payload, arrivedAt } of due) onPart({ payload, arrivedAt })
    const [next] = waiting
    if (next) timer = setTimeout(release, Math.max(1, handOnAt(next.dueAt) - now))
  }

  /** Finds, or begins anew, the clock of the sound. */
  function setClock(durationMs: number, now: number): void {
    if (beganAt === null || (waiting.length === 0 && now - (beganAt + length) > PAUSE)) beganAt = now - length
    const wait = Math.max(0, handOnAt(length) - now)
    beganAt -= catchUp.note(durationMs, wait, now)
  }

  return {
    push(payload) {
      const now = clock.now()
      setClock((payload.length * 1000) / sampleRate, now)
      if (state === 'closed' || handOnAt(length) - now > LIMIT) return false
      for (let from = 0; from < payload.length; from += partBytes) {
        const part = payload.subarray(from, from + partBytes)
        waiting.push({ payload: part, arrivedAt: now, dueAt: length })
        length += (part.length * 1000) / sampleRate
      }
      release()
      return true
    },
    begin() {
      if (state === 'unheard') state = 'heard'
      release()
    },
    close() {
      state = 'closed'
      clearTimeout(timer)
      waiting.length = 0
    },
  }
}
