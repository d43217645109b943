import type { HostKind } from '../../contract/host-link'
import type { BlockedCall, HandlerIsolation, HostStatus, ProcessReason } from '../../contract/state'

/** Where the handler runs, in two words. */
export const placeWords: { readonly [K in HostKind]: string } = {
  thread: 'in a thread',
  process: 'in a process',
}

const reasonWords: { readonly [R in ProcessReason]: string } = {
  asked: 'because its file asks for it',
  native: 'because it loads a native add-on, which cannot be ended safely inside of the app',
  hung: 'because it hung in a thread. It goes back to a thread when its file changes',
  memory: 'because it used too much memory in a thread. It goes back to a thread when its file changes',
  died: 'because it was running when the app died. It goes back to a thread when its file changes',
}

/** What that means, in a sentence or two. */
export function isolationText({ kind, reason }: HandlerIsolation): string {
  if (kind === 'thread') return 'It runs in a thread inside of Soundcheck, watched and ended when it hangs.'
  return `It runs in a process of its own${reason ? `, ${reasonWords[reason]}` : ''}.`
}

/** What there is to say of a host besides that it runs; null = nothing. */
export const hostWords: { readonly [S in HostStatus]: string | null } = {
  starting: 'starting',
  running: null,
  blocked: 'blocked',
  waiting: 'failed, starts again',
  closing: 'ending',
  gone: 'stopped',
}

/** Who blocks: the author's method, or what no method called. */
export const blockerText = ({ method }: BlockedCall): string => (method ? `${method}()` : 'The handler')
