import type { HostKind } from '../../../contract/host-link'
import type { HostStatus } from '../../../contract/state'
import type { BackendKind } from '../backends/backend'
import type { FaultCode } from './subject-source'

/** How the fault comes about. */
export type Plan =
  /** In a live call, by a message. */
  | { readonly by: 'go' }
  /** The faulty version is saved during a call of a good one; nothing has to tell it to go. */
  | { readonly by: 'swap' }
  /** A good version is saved during a call of one whose end is faulty. */
  | { readonly by: 'successor' }
  /** In a new call, at its start; only in the first of them when `once` (`isFirst()` in its code). */
  | { readonly by: 'call' }
  /** The file alone is saved. */
  | { readonly by: 'save' }
  | { readonly by: 'signal'; readonly signal: NodeJS.Signals; readonly to: 'handler process' | 'app' }
  /** The engine thread ends. */
  | { readonly by: 'engine end' }

/** What must become of the call. */
export const endings = {
  /** The same instance answers. */
  'goes on': 'the same instance goes on',
  /** Another instance of the same version answers. */
  'starts again': 'a new instance answers',
  /** Either of both. */
  answers: 'it answers',
  /** The version before answers, and the faulty one is told to be bad. */
  'goes back': 'the version before answers',
  /** The version after answers. */
  'goes over': 'the new version answers',
  /** The file is told to be bad; nothing of it runs. */
  'is refused': 'the version does not run',
  /** The app, or its engine, starts again, and a new call is answered. */
  'starts anew': 'a new call is answered after the restart',
} as const
export type Ending = keyof typeof endings

export interface Expectation {
  readonly ending: Ending
  /** From the fault to the answer, ms. */
  readonly within: number
  /** Must be met in this order, others between them. */
  readonly states?: readonly HostStatus[]
  /** Must be said to the person somewhere: in a fault, a status, a row of the journal. */
  readonly tells?: RegExp
  /** A handler that began in a thread must be in a process at the end. */
  readonly moves?: boolean
  /** V8 gives no means to stop it: in a thread it may take the app with it, and the next start must tell. */
  readonly mayEndApp?: readonly BackendKind[]
  /** How long the fault lasts, ms: that it answers only counts after that. */
  readonly lasts?: number
  /** It is a flood: the app's memory must stay bounded under it, and flat under a long one. */
  readonly isFlood?: boolean
}

export interface Fault {
  readonly name: string
  readonly plan: Plan
  readonly code: FaultCode
  readonly video?: boolean
  readonly kinds: readonly HostKind[]
  readonly on?: readonly BackendKind[]
  readonly expect: Expectation
}

export const both: readonly HostKind[] = ['thread', 'process']
