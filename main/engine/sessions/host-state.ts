import { hostTransitions, mayFollow } from '../../../contract/machines'
import type { HostStatus } from '../../../contract/state'

/** The state of a session's host: only transitions of the table are made, and told. */
export function createHostState(onChanged: (status: HostStatus) => void) {
  let status: HostStatus = 'starting'

  function moveTo(next: HostStatus): void {
    if (status === next || !mayFollow(hostTransitions, status, next)) return
    status = next
    onChanged(next)
  }

  return { get: (): HostStatus => status, moveTo }
}

export type HostState = ReturnType<typeof createHostState>
