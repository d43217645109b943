import type { Spread } from '../../../../contract/budget'
import { createHeardSteps, HEARD, SPEECH_SHARE } from '../../../../contract/heard-steps'
import { spreadOf } from '../../../../contract/spread-of'
import {
  type BargeIn,
  type HeardLatency,
  type HeardPart,
  type HeardTurn,
  heardParts,
  heardTurnSchema,
  type LatencyPart,
  type LatencySummary,
  latencyParts,
  type TurnLatencies,
  type TurnLatency,
} from '../../../../contract/turn-latency'
import { WAVE_STEP_MS } from '../../../../contract/wave'
import { createRowWalk } from './row-walk'
import type { TimelineViewOptions } from './timeline-view'

/** How far back the loudest of what was said is looked for, µs. */
const SPOKEN_US = 3_000_000
/** A reply is over when nothing of it was heard for so long, µs. */
const QUIET_US = 100_000
/** Between what both ends say of the same answer, µs. */
const SAME_TURN_US = 2_000_000
/** Kept of a session. */
const MOST_TURNS = 20_000
/** Told of. */
const MOST_TOLD = 200
const MS = 1000

/** A turn on its way from the end of the speech to the first sound of the answer. */
interface OpenTurn {
  readonly believedUs: number
  readonly pauseUs: number
  replyUs: number | null
  /** When the reply was over; until the sound of then is known nobody can say that it was silent. */
  overUs: number | null
  /** The person cut it off: that nothing was heard of it is no wonder. */
  isCut: boolean
  readonly version: number | null
}

const noReply = { replyUs: null, overUs: null, isCut: false }

/** Follows the conversation of one session, row after row. */
function createTurnBook() {
  const sent = createHeardSteps()
  const received = createHeardSteps()
  const turns: TurnLatency[] = []
  const bargeIns: BargeIn[] = []
  /** The newest is the one that goes on; the others wait for their sound. */
  let open: OpenTurn[] = []
  let cutAtUs: number | null = null
  let silentReplies = 0
  let version: number | null = null

  /** Takes up what the newest sound says. */
  function look(): void {
    open = open.filter((turn) => !isSettled(turn))
    if (cutAtUs === null) return
    const toUs = sent.firstQuiet(cutAtUs, HEARD, QUIET_US)
    if (toUs === null) return
    bargeIns.push({ fromUs: cutAtUs, toUs, ms: (toUs - cutAtUs) / MS })
    cutAtUs = null
  }

  /** Whether nothing more is to be learnt of a turn: its first sound was found, or there was none. */
  function isSettled(turn: OpenTurn): boolean {
    const { replyUs, overUs, isCut } = turn
    if (replyUs === null) return overUs !== null
    const toUs = sent.firstLoud(replyUs, overUs ?? Number.POSITIVE_INFINITY, HEARD)
    if (toUs !== null) {
      turns.push(latencyOf(turn, replyUs, Math.max(toUs, replyUs)))
      if (turns.length > MOST_TURNS) turns.shift()
      return true
    }
    if (overUs === null || sent.endUs() < overUs) return false
    if (!isCut) silentReplies += 1
    return true
  }

  function latencyOf(
    { believedUs, pauseUs, version: of }: OpenTurn,
    replyUs: number,
    toUs: number,
  ): TurnLatency {
    const heardUs = received.lastLoud(pauseUs - SPOKEN_US, pauseUs, SPEECH_SHARE, HEARD)
    const fromUs = heardUs ?? believedUs
    const known = {
      endOfTurn: (pauseUs - believedUs) / MS,
      handler: (replyUs - pauseUs) / MS,
      output: (toUs - replyUs) / MS,
    }
    const totalMs = (toUs - fromUs) / MS
    const unexplained = totalMs - known.endOfTurn - known.handler - known.output
    return { fromUs, toUs, totalMs, parts: { ...known, unexplained }, version: of, heard: null }
  }

  /** The newest turn is over. */
  function end(atUs: number, isCut: boolean): void {
    const turn = open.at(-1)
    if (turn?.overUs === null) Object.assign(turn, { overUs: atUs, isCut })
  }

  const steps: { readonly [type: string]: (atUs: number, soundUs: number | null) => void } = {
    pause_detected(atUs, soundUs) {
      end(atUs, true)
      open.push({ believedUs: soundUs ?? atUs, pauseUs: atUs, ...noReply, version })
    },
    response_starting(atUs) {
      const turn = open.at(-1)
      if (turn?.overUs === null) turn.replyUs ??= atUs
    },
    response_finished: (atUs) => end(atUs, false),
    interrupted(atUs, soundUs) {
      end(atUs, true)
      cutAtUs = soundUs ?? atUs
    },
  }

  /** The turn that the client's end tells of. */
  function noteHeard(told: HeardTurn): void {
    const distance = ({ toUs }: TurnLatency) => Math.abs(toUs - told.toMs * MS)
    const place = turns.findLastIndex((turn) => turn.heard === null && distance(turn) < SAME_TURN_US)
    const turn = turns[place]
    if (turn) turns[place] = { ...turn, heard: heardOf(turn, told) }
  }

  return {
    heard: noteHeard,
    turn: (type: string, atUs: number, soundUs: number | null): void => steps[type]?.(atUs, soundUs),
    sound(direction: 'in' | 'out', bytes: Uint8Array, fromUs: number): void {
      const heard = direction === 'in' ? received : sent
      heard.add(bytes, fromUs)
      if (direction === 'out') look()
    },
    version(next: number): void {
      version = next
    },
    read: (complete: boolean): TurnLatencies => ({
      turns: turns.slice(-MOST_TOLD),
      summaries: summariesOf(turns),
      bargeIns: { newest: bargeIns.slice(-MOST_TOLD), ms: spreadOf(bargeIns.map(({ ms }) => ms)) },
      ...{ silentReplies, complete },
    }),
  }
}

/** From the person's mouth to their ear; what the handler's end knows, and what both ends say together. */
function heardOf({ parts, fromUs }: TurnLatency, told: HeardTurn): HeardLatency {
  const { endOfTurn, handler, output } = parts
  const { captureMs: capture, playoutMs: playout, bufferMs: buffer, rttMs } = told
  const known = {
    ...{ capture, uplink: fromUs / MS - told.fromMs },
    ...{ endOfTurn, handler, output },
    ...{ downlink: rttMs / 2, buffer, playout },
  }
  const totalMs = told.toMs + playout - (told.fromMs - capture)
  const unexplained = totalMs - Object.values(known).reduce((sum, ms) => sum + ms, 0)
  return { totalMs, parts: { ...known, unexplained } }
}

type Parted<P extends string> = { readonly totalMs: number; readonly parts: { readonly [K in P]: number } }

/** Of totals and of each part; null where there is none. */
function spreadsOf<P extends string>(of: readonly Parted<P>[], names: readonly P[]) {
  const total = spreadOf(of.map(({ totalMs }) => totalMs))
  if (!total) return null
  const parts = names.map((part) => [part, spreadOf(of.map(({ parts: all }) => all[part]))] as const)
  return { total, parts: Object.fromEntries(parts) as { readonly [K in P]: Spread } }
}

function summaryOf(turns: readonly TurnLatency[], version: number | null): readonly LatencySummary[] {
  const spreads = spreadsOf<LatencyPart>(turns, latencyParts)
  if (!spreads) return []
  const told = turns.map(({ heard }) => heard).filter((heard) => heard !== null)
  return [{ version, ...spreads, heard: spreadsOf<HeardPart>(told, heardParts) }]
}

function summariesOf(turns: readonly TurnLatency[]): readonly LatencySummary[] {
  const versions = [...new Set(turns.map(({ version }) => version))].filter((one) => one !== null)
  const several = versions.length > 1 ? versions.sort((a, b) => b - a) : []
  return [
    ...summaryOf(turns, null),
    ...several.flatMap((version) =>
      summaryOf(
        turns.filter((turn) => turn.version === version),
        version,
      ),
    ),
  ]
}

const heardFields = Object.keys(heardTurnSchema.shape)

/** How long the turns of one session took: since it began, also when the oldest rows are no longer kept. */
export function createTurnLatencyView({ segments, bytesOf }: TimelineViewOptions) {
  let book = createTurnBook()
  const walk = createRowWalk(segments, (index) => {
    const [n, atUs, type] = [index.reader('n'), index.reader('atUs'), index.reader('type')]
    const [fromMs, stepMs] = [index.reader('fromMs'), index.reader('stepMs')]
    const told = heardFields.map((name) => [name, index.reader(name)] as const)
    const [soundMs, version] = [index.reader('soundMs'), index.reader('version')]
    return (at) => {
      const kind = index.kindOf(at)
      if (kind === 'turn') {
        const sound = soundMs(at) as number | null
        book.turn(String(type(at)), atUs(at) as number, sound === null ? null : sound * MS)
      } else if (kind === 'swap') {
        const next = version(at) as number | null
        if (next !== null) book.version(next)
      } else if (kind === 'heard') {
        book.heard(Object.fromEntries(told.map(([name, read]) => [name, read(at)])) as HeardTurn)
      } else if (kind === 'sound' && stepMs(at) === WAVE_STEP_MS) {
        const bytes = bytesOf(n(at) as number)
        if (bytes) book.sound(index.directionOf(at) ?? 'in', bytes, ((fromMs(at) as number | null) ?? 0) * MS)
      }
    }
  })
  return {
    read: (hasTime: () => boolean): TurnLatencies => book.read(walk.goOn(hasTime)),
    /** A person cleared the journal: what comes from row `n` on is counted from nothing. */
    clear(n: number): void {
      book = createTurnBook()
      walk.skipTo(n)
    },
  }
}
