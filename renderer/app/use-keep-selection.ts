import { useEffect } from 'react'
import { sortHandlers } from '../handlers/handler-order'
import { useBench, useMirror, useWindow } from './bench-context'

/** Selects the first handler when nothing is selected or the selected one is gone, once the folder was read. */
export function useKeepSelection(): void {
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
