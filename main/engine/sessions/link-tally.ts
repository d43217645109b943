import type { HandlerMethod, HostCounters } from '../../../contract/host'
import type { LinkCalls, LinkCount, MediumLinks, SessionLinks } from '../../../contract/session-links'
import type { HostStatus } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { Clock } from '../clock'
import type { MediaKind } from '../peer'

export interface LinkTallyOptions {
  readonly clock: Clock
  /** Engine clock at the start of the session. */
  readonly origin: number
}

/** What others know already, asked for when the links are read. */
export interface KnownOfMedium {
  readonly lost: number
  readonly levelIn: number | null
  readonly levelOut: number | null
}

function createCount({ clock, origin }: LinkTallyOptions) {
  let count = 0
  let lastAt: number | null = null
  return {
    add(): void {
      count += 1
      lastAt = clock.now() - origin
    },
    read: (): LinkCount => ({ count, lastAt }),
  }
}

/** One medium's counts: integers, and nothing that is made for each frame. */
function createMediumTally(options: LinkTallyOptions) {
  const arrived = createCount(options)
  const decoded = createCount(options)
  const handed = createCount(options)
  const emitted = createCount(options)
  const sent = createCount(options)
  let undecodable = 0
  let unencodable = 0
  let skipped = 0
  let stale = 0
  let emittedMs = 0
  return {
    arrived: arrived.add,
    decoded: decoded.add,
    handed: handed.add,
    sent: sent.add,
    undecodable(): void {
      undecodable += 1
    },
    unencodable(): void {
      unencodable += 1
    },
    skipped(): void {
      skipped += 1
    },
    stale(): void {
      stale += 1
    },
    emitted(ms: number): void {
      emitted.add()
      emittedMs += ms
    },
    read: () => ({
      arrived: arrived.read(),
      decoded: decoded.read(),
      undecodable,
      handed: handed.read(),
      emitted: emitted.read(),
      emittedMs: Math.round(emittedMs),
      unencodable,
      skipped,
      stale,
      sent: sent.read(),
    }),
  }
}

export type MediumTally = ReturnType<typeof createMediumTally>

/** The calls of the instance that answers now, as its host reports them: about once a second. */
function createCallTally() {
  const ended = new Map<HandlerMethod, number>()
  const threw = new Map<string, number>()
  return {
    note({ calls }: HostCounters): void {
      for (const [method, times] of Object.entries(calls))
        ended.set(method as HandlerMethod, (ended.get(method as HandlerMethod) ?? 0) + times.count)
    },
    threw: (method: string): void => void threw.set(method, (threw.get(method) ?? 0) + 1),
    /** A throw is told at once and the call's end later: no more are said to have thrown than ended. */
    read(method: HandlerMethod): LinkCalls {
      const thrown = threw.get(method) ?? 0
      return { ended: Math.max(ended.get(method) ?? 0, thrown), threw: thrown }
    },
    restart(): void {
      ended.clear()
      threw.clear()
    },
  }
}

/** Counts what passes each link of a session's path. */
export function createLinkTally(options: LinkTallyOptions) {
  const media = { audio: createMediumTally(options), video: createMediumTally(options) }
  const calls = createCallTally()
  const now = (): number => options.clock.now() - options.origin
  let counters: HostCounters | null = null
  let begunAt: number | null = null
  let turn: SessionLinks['turn'] = null
  let speech: number | null = null

  function readMedium(kind: MediaKind, known: KnownOfMedium): MediumLinks {
    const isAudio = kind === 'audio'
    const dropped = (isAudio ? counters?.audioDropped : counters?.videoDropped) ?? 0
    const counts = media[kind].read()
    return {
      ...counts,
      ...known,
      skipped: counts.skipped + dropped,
      waiting: (isAudio ? counters?.audioWaiting : counters?.videoWaiting) ?? 0,
      waitingMs: (isAudio ? counters?.audioWaitingMs : counters?.videoWaitingMs) ?? 0,
      receive: calls.read(isAudio ? 'receive' : 'videoReceive'),
      emit: calls.read(isAudio ? 'emit' : 'videoEmit'),
    }
  }

  return {
    ...media,
    noteCounters(latest: HostCounters): void {
      counters = latest
      calls.note(latest)
    },
    noteThrown: calls.threw,
    noteTurn({ name, at }: TurnEvent): void {
      turn = { name, at }
    },
    noteSpeech({ probabilities }: SpeechReport): void {
      speech = probabilities.at(-1) ?? speech
    },
    /** Another instance answers from now on. */
    restart(): void {
      calls.restart()
      counters = turn = speech = begunAt = null
    },
    begin(): void {
      begunAt = now()
    },
    read: (host: HostStatus, known: { readonly [K in MediaKind]: KnownOfMedium }): SessionLinks => ({
      ...{ at: now(), host, begunAt, turn, speech },
      audio: readMedium('audio', known.audio),
      video: readMedium('video', known.video),
    }),
  }
}

export type LinkTally = ReturnType<typeof createLinkTally>
