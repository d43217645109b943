import { SoundcheckError } from '../../../contract/errors'
import type { HandledTimes } from '../../../contract/host'
import { BLOCK_MS, type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'
import { createFadeIn, type FadeIn, fadeValues, type Levels } from './fade-in'
import { createPcmQueue } from './pcm-queue'

/** Times in ms. */
export interface PacerOptions {
  /** Of what is pushed, until `widen`; 2 if left out. */
  readonly channels?: ChannelCount
  /** When the clock begins and the first block is due; at the first call of `due` if left out. */
  readonly now?: number
  /** How long before it is due a block may go out: what lets a live answer pass without waiting. 20 if left out. */
  readonly lead?: number
  /** How long after it was due a missing block is replaced with silence. 20 if left out. */
  readonly grace?: number
  /**
   * How long less than a block may stay alone before it is filled up with silence and sent, counted from when it was left
   * alone; nothing else goes out meanwhile, so that what belongs together is not torn apart. 40 if left out.
   */
  readonly flushAfter?: number
  /** A call of `due` that is later than this after a block was due begins a new clock. 200 if left out. */
  readonly stallAfter?: number
  /** A gap that ends within this time was an underrun; a longer one is the end of a reply. 1,000 if left out. */
  readonly underrunWindow?: number
}

export interface PushedMeta {
  readonly turn: number
  /** Arrival (engine clock) of the input that this answers; null when unknown. */
  readonly cause: number | null
  /** When the handler was given that input, and emitted this; left out when unknown. */
  readonly handled?: HandledTimes | undefined
  /** The time of the call. */
  readonly now: number
}

/** 20 ms to be encoded and sent at once. */
export interface PacedBlock {
  /** 48 kHz interleaved: 960 values of each channel. */
  readonly samples: Int16Array
  /** Ticks of 48 kHz: 0 for the first block, 960 more for each block sent after it. */
  readonly pts: number
  /** Nothing was there to be sent. */
  readonly silent: boolean
  /** Of the block's first sample; null when `silent`. */
  readonly turn: number | null
  /** Of the block's first sample; null when `silent`. */
  readonly cause: number | null
  /** Of the block's first sample. */
  readonly handled?: HandledTimes | undefined
  /** When the block's first sample was pushed; when it was sent if it is `silent`. */
  readonly queuedAt: number
}

/** Totals in blocks of 20 ms, but `underruns` in times. */
export interface PacerCounters {
  /** All that went out, silent or not. */
  readonly sentBlocks: number
  readonly silentBlocks: number
  /** Times that playback ran dry and went on within `underrunWindow`. The end of a reply is none. */
  readonly underruns: number
  /** Dropped by `clear`, the last one counted as whole. */
  readonly clearedBlocks: number
  /** Dropped by `drop`. */
  readonly droppedBlocks: number
}

/**
 * Turns audio of any lengths into a steady stream of 20 ms blocks: a leaky bucket without timers. The caller calls
 * `due(now)` after each `push` and at `nextAt(now)`, and sends what it gets. All times are ms on one monotonic clock.
 */
export interface Pacer {
  /** Queues 48 kHz interleaved samples of any length, and owns their buffer from now on. Odd lengths of stereo throw `invalid`. */
  push(samples: Int16Array, meta: PushedMeta): void
  /** From now on everything is stereo; what waits was mono, and becomes so. Without effect the second time. */
  widen(): void
  /** Drops all that is queued, but for what goes over into the next samples that are pushed: another sound begins without a click. */
  supplant(): void
  /** The blocks to be sent now, mostly none or one. */
  due(now: number): PacedBlock[]
  /** When to call `due` next, if nothing is pushed before; never earlier than `now`. */
  nextAt(now: number): number
  /** Drops all that is queued (an interruption), so that silence follows without delay; how many blocks that was. */
  clear(): number
  /** Drops the oldest `blocks` whole blocks (see backlog-trim); how many there really were. */
  drop(blocks: number): number
  /** ms of audio waiting. */
  queuedMs(): number
  /** When the oldest sample that waits was pushed; null when none waits. */
  oldestAt(): number | null
  counters(): PacerCounters
}

const TICKS_PER_BLOCK = (OPUS_SAMPLE_RATE * BLOCK_MS) / 1000

function goingOn(samples: Int16Array, channels: ChannelCount): Levels {
  const after = (end: number): number => 2 * (samples.at(-end) ?? 0) - (samples.at(-end - channels) ?? 0)
  return channels === 1 ? [after(1)] : [after(2), after(1)]
}

function stereoOf(mono: Int16Array): Int16Array {
  const stereo = new Int16Array(mono.length * 2)
  for (let n = 0; n < stereo.length; n += 1) stereo[n] = mono[n >> 1] ?? 0
  return stereo
}

export function createPacer(options: PacerOptions = {}): Pacer {
  const { lead = 20, grace = 20, flushAfter = 40, stallAfter = 200, underrunWindow = 1_000 } = options
  const queue = createPcmQueue<PushedMeta>()
  let channels = options.channels ?? 2
  const blockValues = () => TICKS_PER_BLOCK * channels
  const counters = { sentBlocks: 0, silentBlocks: 0, underruns: 0, clearedBlocks: 0, droppedBlocks: 0 }
  /** When the next block must be played; null until the clock begins. */
  let dueAt: number | null = options.now ?? null
  /** Since when what is queued, if less than a block, is alone. */
  let aloneSince = 0
  /** Silent blocks since playback ran dry; null when there is no playback that could go on. */
  let dryBlocks: number | null = null
  /** Sound was just cut off. A receiver stretches the last sound it has while it waits: the silence must not be late. */
  let cutOff = false
  let fade: FadeIn | null = null
  /** With what the sound that was sent would go on, by its last two samples. */
  let next: Levels = channels === 1 ? [0] : [0, 0]

  /** When the block that could be sent next may go. */
  function readyAt(due: number): number {
    if (queue.length >= blockValues()) return due - lead
    if (queue.length === 0) return cutOff ? due - lead : due + grace
    return Math.max(due - lead, aloneSince + flushAfter)
  }

  function notePlayback(padded: boolean): void {
    if (dryBlocks !== null && dryBlocks > 0 && dryBlocks * BLOCK_MS <= underrunWindow) counters.underruns += 1
    dryBlocks = padded ? 1 : 0
  }

  function noteSilence(): void {
    counters.silentBlocks += 1
    if (dryBlocks !== null) dryBlocks += 1
  }

  function takeBlock(now: number): PacedBlock {
    const pts = counters.sentBlocks * TICKS_PER_BLOCK
    const padded = queue.length < blockValues()
    const cut = queue.take(blockValues())
    counters.sentBlocks += 1
    cutOff = false
    next = goingOn(cut?.samples ?? new Int16Array(0), channels)
    if (!cut) {
      noteSilence()
      const samples = new Int16Array(blockValues())
      return { samples, pts, silent: true, turn: null, cause: null, queuedAt: now }
    }
    notePlayback(padded)
    aloneSince = now
    const { turn, cause, handled, now: queuedAt } = cut.meta
    return { samples: cut.samples, pts, silent: false, turn, cause, handled, queuedAt }
  }

  /** How many blocks that was, the last one counted as whole. */
  function dropAll(): number {
    const blocks = Math.ceil(queue.length / blockValues())
    queue.drop(queue.length)
    counters.clearedBlocks += blocks
    return blocks
  }

  return {
    push(samples, meta) {
      if (samples.length % channels !== 0) {
        throw new SoundcheckError('invalid', `${samples.length} values are no whole stereo samples`)
      }
      if (queue.length === 0) aloneSince = meta.now
      fade?.apply(samples)
      if (fade?.isDone) fade = null
      queue.push(samples, meta)
    },
    widen() {
      if (channels === 2) return
      channels = 2
      queue.change(stereoOf)
      fade = null
      next = [next[0], next[0]]
    },
    due(now) {
      const blocks: PacedBlock[] = []
      let due = dueAt === null || now > dueAt + stallAfter ? now : dueAt
      for (; now >= readyAt(due); due += BLOCK_MS) blocks.push(takeBlock(now))
      dueAt = due
      return blocks
    },
    nextAt: (now) => (dueAt === null ? now : Math.max(now, readyAt(dueAt))),
    clear() {
      const blocks = dropAll()
      fade = null
      dryBlocks = null
      cutOff = blocks > 0
      return blocks
    },
    supplant() {
      const length = fadeValues(channels)
      const old = queue.length >= length ? queue.take(length) : null
      dropAll()
      fade = createFadeIn(old?.samples ?? new Int16Array(0), next)
    },
    drop(blocks) {
      const dropped = Math.max(0, Math.min(blocks, Math.floor(queue.length / blockValues())))
      queue.drop(dropped * blockValues())
      counters.droppedBlocks += dropped
      return dropped
    },
    queuedMs: () => (queue.length / blockValues()) * BLOCK_MS,
    oldestAt: () => queue.oldest?.now ?? null,
    counters: () => ({ ...counters }),
  }
}
