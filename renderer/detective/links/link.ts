import type { MediumLinks } from '../../../contract/session-links'
import type { ConnectionEvidence, Span, StreamEvidence } from '../evidence'
import { elapsedOf, WATCHED_MS } from '../evidence'
import type { Finding } from '../finding'
import { unknown } from '../finding'

export type Medium = 'audio' | 'video'

export type LinkId =
  | 'permission'
  | 'device'
  | 'level'
  | 'track'
  | 'packets-out'
  | 'packets-in'
  | 'decode'
  | 'called'
  | 'answered'
  | 'encode'
  | 'packets-back'
  | 'playout'
  | 'output'

/** One place on the way of sound or pictures. */
export interface Link {
  readonly id: LinkId
  readonly title: { readonly [M in Medium]: string }
  /** What is looked at, in a few words. */
  readonly looksAt: string
  readonly media: readonly Medium[]
  /** Where it is: links in the window are not there for the session of somebody else. */
  readonly place: 'window' | 'engine'
  /** Towards the handler, or from it. */
  readonly half: 'in' | 'out'
  /** Whether there is something to look at without a call. */
  readonly beforeCall: boolean
  readonly judge: (span: Span, medium: Medium) => Finding
}

/** How many more of something there are at the end of a span than at its beginning. */
export const grown = (span: Span, read: (evidence: Span['last']) => number | null | undefined): number =>
  (read(span.last) ?? 0) - (read(span.first) ?? 0)

/** A standstill is death only after a while; before, nobody knows. */
export const afterWatching = (span: Span, finding: () => Finding): Finding =>
  elapsedOf(span) >= WATCHED_MS ? finding() : unknown('Nothing yet: watching a little longer.')

export const engineOf = (evidence: Span['last'], medium: Medium): MediumLinks | undefined =>
  evidence.engine?.[medium]

export const streamOf = (
  evidence: Span['last'],
  direction: Exclude<keyof ConnectionEvidence, 'state' | 'played'>,
  medium: Medium,
): StreamEvidence | null => evidence.window?.connection?.[direction][medium] ?? null

export const secondsText = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
export const dbText = (level: number): string => `${level.toFixed(0)} dBFS`

/** "52 packets in the last 1.0 s". */
export const passedText = (count: number, noun: string, span: Span): string =>
  `${count.toLocaleString('en')} ${noun} in the last ${secondsText(elapsedOf(span))}`

/** Quieter than this is no sound at all, dBFS: a live microphone's noise is above it. */
export const SILENT_DBFS = -90
