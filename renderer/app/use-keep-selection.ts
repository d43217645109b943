import { useEffect } from 'react'
import { sortHandlers } from '../handlers/handler-order'
import { useBench, useMirror, useWindow } from './bench-context'

/** Selects a handler that was just made as soon as it is there. */
function useSelectAwaited(): void {
  const { window } = useBench()
  const awaitedId = useWindow((state) => state.awaitedHandlerId)
  const isThere = useMirror(({ bench }) => awaitedId !== null && bench.handlers[awaitedId] !== undefined)
  useEffect(() => {
    if (isThere) window.setState({ selectedHandlerId: awaitedId, awaitedHandlerId: null })
  }, [awaitedId, isThere, window])
}

/** Selects the first handler when nothing is selected or the selected one is gone, once the folder was read; and what was just made. */
export function useKeepSelection(): void {
  useSelectAwaited()
  const { window } = useBench()
  const handlers = useMirror(({ bench }) => bench.handlers)
  const isRead = useMirror(({ bench }) => bench.folder.status === 'watching')
  const selectedId = useWindow((state) => state.selectedHandlerId)
  useEffect(() => {
    if (!isRead || (selectedId && handlers[selectedId])) return
    const first = sortHandlers(handlers)[0]
    if (first) window.setState({ selectedHandlerId: first.id })
  }, [handlers, isRead, selectedId, window])
}
