import { useBench, useCall, useMirror, useWindow } from '../app/bench-context'

/** The session whose journal is shown: the one that was picked while it is there, else this window's newest. */
export function useShownSession(): string | null {
  const own = useCall((state) => state.sessionId)
  const picked = useWindow((state) => state.chosenSessionId)
  const isThere = useMirror(({ bench }) => picked !== null && bench.sessions[picked] !== undefined)
  return isThere ? picked : own
}

/** Shows another session's journal. */
export function usePickSession(): (sessionId: string) => void {
  const { window } = useBench()
  const own = useCall((state) => state.sessionId)
  return (sessionId) => window.setState({ chosenSessionId: sessionId === own ? null : sessionId })
}
