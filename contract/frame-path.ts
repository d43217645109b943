import type { Spread } from './budget'

/** Where the time of one answered frame goes at the handler's end, in this order. */
export const frameSteps = [
  ...(['arrival', 'reorder', 'decode', 'inputQueue'] as const),
  ...(['handler', 'outputQueue', 'pacing', 'encode'] as const),
] as const
/**
 * - `arrival`: from the first packet of the frame to its last;
 * - `reorder`: until no packet before it was missing any more, or that was no longer waited for;
 * - `decode`: decoded and converted to what the handler asked for;
 * - `inputQueue`: until `receive` or `videoReceive` was called with it;
 * - `handler`: from then until `emit` or `videoEmit` had given the answer;
 * - `outputQueue`: until what was emitted before it had been sent;
 * - `pacing`: until its time had come on the 20 ms clock, or at the handler's picture rate;
 * - `encode`: converted, encoded, put in packets, encrypted, sent.
 */
export type FrameStep = (typeof frameSteps)[number]

/** The way of one frame that the handler emitted, from the frame that it answers. */
export interface FramePath {
  /** When its last packet was sent, ms on the session's clock. */
  readonly sentMs: number
  /** RTP timestamps, 0 to 2^32 - 1, of the frame that came and of the one that was sent; null where it has none. */
  readonly inTs: number | null
  readonly outTs: number | null
  /**
   * When the frame was captured, ms since 1970 on the clock of who sent it: by its timestamp and their newest sender report
   * (RFC 3550, 6.4.1). null where there was none yet.
   */
  readonly capturedMs: number | null
  /** ms; they add up to {@link totalMs}. */
  readonly steps: { readonly [S in FrameStep]: number }
}

export const totalMs = ({ steps }: Pick<FramePath, 'steps'>): number =>
  frameSteps.reduce((sum, step) => sum + steps[step], 0)

/** Bytes of one in a `path` row: when it was sent, and captured (64 bits each), both timestamps (32 bits unsigned), each step (32 bits). */
const STEPS_AT = 8 + 8 + 4 + 4
const PATH_BYTES = STEPS_AT + 4 * frameSteps.length
/** In the place of a timestamp: there is none. */
const NO_TS = 0xffff_ffff

/** The bytes of a `path` row. */
export function pathBytes(paths: readonly FramePath[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(paths.length * PATH_BYTES))
  for (const [n, { sentMs, capturedMs, inTs, outTs, steps }] of paths.entries()) {
    const at = n * PATH_BYTES
    view.setFloat64(at, sentMs, true)
    view.setFloat64(at + 8, capturedMs ?? Number.NaN, true)
    view.setUint32(at + 16, inTs ?? NO_TS, true)
    view.setUint32(at + 20, outTs ?? NO_TS, true)
    for (const [place, step] of frameSteps.entries())
      view.setFloat32(at + STEPS_AT + 4 * place, steps[step], true)
  }
  return new Uint8Array(view.buffer)
}

/** The frames in the bytes of a `path` row; part of one is none. */
export function readPaths(bytes: Uint8Array): FramePath[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const timestamp = (at: number): number | null => {
    const value = view.getUint32(at, true)
    return value === NO_TS ? null : value
  }
  return Array.from({ length: Math.floor(bytes.length / PATH_BYTES) }, (_, n) => {
    const at = n * PATH_BYTES
    const steps = frameSteps.map((step, place) => [step, view.getFloat32(at + STEPS_AT + 4 * place, true)])
    const captured = view.getFloat64(at + 8, true)
    return {
      ...{ sentMs: view.getFloat64(at, true), capturedMs: Number.isNaN(captured) ? null : captured },
      ...{ inTs: timestamp(at + 16), outTs: timestamp(at + 20) },
      steps: Object.fromEntries(steps) as FramePath['steps'],
    }
  })
}

/** The frames of one medium, of one version of the handler or of all. */
export interface PathSummary {
  readonly medium: 'audio' | 'video'
  /** null = of all versions together. */
  readonly version: number | null
  readonly total: Spread
  readonly steps: { readonly [S in FrameStep]: Spread }
}

/** Of one medium. */
export interface MediumPaths {
  /** Oldest first. */
  readonly newest: readonly FramePath[]
  /** Those that took the longest, the longest first. */
  readonly slowest: readonly FramePath[]
}

/** Answer of `journal.paths`. */
export interface FramePaths {
  /** The whole of a medium before its versions, the newest version first. */
  readonly summaries: readonly PathSummary[]
  readonly audio: MediumPaths
  readonly video: MediumPaths
  /** False while older rows are still being looked at; ask again. */
  readonly complete: boolean
}
