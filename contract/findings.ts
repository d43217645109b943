import type { SourcePosition } from './errors'

/** What the linter looks for: mistakes that run, but do not do what their author meant. */
export const findingRules = [
  /** Frames of a type, layout or rate that cannot be meant. */
  'frame-shape',
  /** `emit` returns nothing for ever, or never returns. */
  'silent-emit',
  /** Two copies of a handler share an object. */
  'shared-state',
  /** Timers, sockets or promises go on after `shutdown`. */
  'left-running',
  /** Samples are emitted faster or slower than they can be played. */
  'emit-rate',
] as const
export type FindingRule = (typeof findingRules)[number]

/** Something in a handler that is likely a mistake. The handler runs all the same. */
export interface Finding {
  readonly rule: FindingRule
  /** One plain sentence. */
  readonly message: string
  /** What to do. */
  readonly hint: string
  /** Where in the author's file, as far as is known. */
  readonly position: SourcePosition | null
}
