import { messageOf } from '../../../contract/errors'
import type { RowDirection } from '../../../contract/journal'
import type { LoudnessReport } from '../../../contract/loudness'
import type { Clock } from '../clock'
import type { IncomingFrame } from '../peer'
import { createSideMeter, type HeardFrame, type SideMeter } from './side-meter'
import type { WatchedFrame } from './tap-track'
import type { Timers } from './timers'

export interface LoudnessWatchOptions {
  readonly clock: Clock
  readonly timers: Timers
  /** Takes what is measured, every 100 ms while somebody looks. */
  readonly onReport: (report: LoudnessReport) => void
  /** Left out: to the standard error output. */
  readonly log?: (line: string) => void
}

/** As often as the loudness is measured (EBU Tech 3341), ms. */
const BEAT = 100
/** A window that has not asked for so long is gone, ms: it asks every second. */
const ASKED_LIMIT = 3000

const isSound = (frame: IncomingFrame | WatchedFrame): frame is (IncomingFrame | WatchedFrame) & HeardFrame =>
  frame.codec !== 'vp8' && frame.codec !== 'h264'

/** How loud both sides of a session are. Nothing is decoded or measured while nobody asks for it. */
export function createLoudnessWatch({ clock, timers, onReport, log = console.error }: LoudnessWatchOptions) {
  let sides: { readonly [side in RowDirection]: SideMeter } | undefined
  let askedAt = 0
  let callOff = (): void => undefined

  function end(): void {
    callOff()
    sides?.in.close()
    sides?.out.close()
    sides = undefined
  }

  /** The session goes on, whatever becomes of its meter. */
  function attempt(work: () => void): void {
    try {
      work()
    } catch (thrown) {
      log(`soundcheck: the loudness of a session is no longer measured: ${messageOf(thrown)}`)
      end()
    }
  }

  function beat(): void {
    const now = clock.now()
    if (now - askedAt > ASKED_LIMIT) end()
    attempt(() => {
      if (!sides) return
      onReport({ in: sides.in.read(now), out: sides.out.read(now) })
      callOff = timers.after(BEAT, beat)
    })
  }

  return {
    /** Begins, or goes on for a while. Throws `unavailable` where it cannot be measured. */
    ask(restart: boolean): void {
      askedAt = clock.now()
      if (!sides) {
        sides = { in: createSideMeter(), out: createSideMeter() }
        callOff = timers.after(BEAT, beat)
      } else if (restart) {
        sides.in.restart()
        sides.out.restart()
      }
    },
    push(side: RowDirection, frame: IncomingFrame | WatchedFrame): void {
      const to = sides?.[side]
      if (to && isSound(frame)) attempt(() => to.push(frame, clock.now()))
    },
    /** Idempotent. */
    close: end,
  }
}
