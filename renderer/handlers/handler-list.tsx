import type { KeyboardEvent } from 'react'
import { useCallback, useEffect, useId, useMemo, useRef } from 'react'
import type { HandlerEntry } from '../../contract/state'
import { useBench, useCall, useWindow } from '../app/bench-context'
import styles from './handler-list.module.css'
import { HandlerOption } from './handler-option'
import { sharedTitles, titleOf } from './handler-order'
import { relativeTime } from './relative-time'
import { useNow } from './use-now'

const PAGE_ROWS = 10

/** The index a key leads to; null for keys that are not the list's. */
export function stepIndex(key: string, index: number, count: number): number | null {
  const last = count - 1
  const steps: { readonly [key: string]: number } = {
    ArrowDown: index + 1,
    ArrowUp: index < 0 ? last : index - 1,
    PageDown: index + PAGE_ROWS,
    PageUp: index - PAGE_ROWS,
    Home: 0,
    End: last,
  }
  const next = steps[key]
  return next === undefined || count === 0 ? null : Math.min(last, Math.max(0, next))
}

/** The next handler after `index` whose title begins with the typed letter. */
function indexByLetter(handlers: readonly HandlerEntry[], letter: string, index: number): number | null {
  for (let step = 1; step <= handlers.length; step++) {
    const at = (index + step) % handlers.length
    const handler = handlers[at]
    if (handler && titleOf(handler).toLowerCase().startsWith(letter.toLowerCase())) return at
  }
  return null
}

export function HandlerList({ handlers }: { readonly handlers: readonly HandlerEntry[] }) {
  const { window } = useBench()
  const baseId = useId()
  const list = useRef<HTMLDivElement>(null)
  const now = useNow(5000)
  const selectedId = useWindow((state) => state.selectedHandlerId)
  const liveId = useCall(({ status, handlerId }) => (status === 'live' ? handlerId : null))
  const select = useCallback((id: string) => window.setState({ selectedHandlerId: id }), [window])
  const shared = useMemo(() => sharedTitles(handlers), [handlers])
  const index = handlers.findIndex((handler) => handler.id === selectedId)
  const optionId = (handler: HandlerEntry) => `${baseId}${handler.id}`

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isLetter = event.key.length === 1 && event.key !== ' '
    const next = isLetter
      ? indexByLetter(handlers, event.key, index)
      : stepIndex(event.key, index, handlers.length)
    const handler = next === null ? undefined : handlers[next]
    if (!handler) return
    event.preventDefault()
    select(handler.id)
  }

  useEffect(() => {
    if (index >= 0) list.current?.children[index]?.scrollIntoView({ block: 'nearest' })
  }, [index])

  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Handlers"
      tabIndex={0}
      aria-activedescendant={index >= 0 && handlers[index] ? optionId(handlers[index]) : undefined}
      className={styles.list}
      onKeyDown={onKeyDown}
    >
      {handlers.map((handler) => (
        <HandlerOption
          key={handler.id}
          handler={handler}
          optionId={optionId(handler)}
          selected={handler.id === selectedId}
          live={handler.id === liveId}
          namesFile={shared.has(titleOf(handler))}
          loaded={handler.loadedAt === null ? null : relativeTime(handler.loadedAt, now)}
          onSelect={select}
        />
      ))}
    </div>
  )
}
