import { useCallback } from 'react'
import type { SessionEntry } from '../../contract/state'
import { useBench } from '../app/bench-context'

/** Shows somebody else's session and its handler in the whole window; null = this window's own. */
export function useChooseSession(): (session: Pick<SessionEntry, 'id' | 'handlerId'> | null) => void {
  const { window } = useBench()
  return useCallback(
    (session) =>
      window.setState(
        session
          ? { chosenSessionId: session.id, selectedHandlerId: session.handlerId }
          : { chosenSessionId: null },
      ),
    [window],
  )
}
