import { ArrowDown } from 'lucide-react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import { stepIndex } from '../handlers/handler-list'
import { drawnHeight, ROW_HEIGHT, type RowLayout, scrollTopOf, topOf, viewTop } from '../messages/row-layout'
import { countText } from '../messages/row-text'
import { type ExpandedRows, useExpandedRows } from '../messages/use-expanded-rows'
import { useFollow } from '../messages/use-follow'
import { type RowWindow, useRowWindow } from '../messages/use-row-window'
import type { ListCursor } from './list-cursor'
import { MeasuredDetail } from './measured-detail'
import styles from './row-list.module.css'
import { useReveal } from './use-reveal'

/** What a line of the list is told about its row. */
export interface LineState {
  readonly index: number
  readonly isOpen: boolean
  readonly isCurrent: boolean
  /** The only line that Tab stops at. */
  readonly isTabStop: boolean
  readonly onToggle: () => void
}

export interface RowListProps<T> {
  /** The accessible name. */
  readonly label: string
  readonly count: number
  /** How many rows those in view moved up, because older ones are no longer kept; a new object for each move. */
  readonly moved: { readonly shift: number }
  /** Another one when the list shows other rows. */
  readonly rows: unknown
  readonly rowAt: (index: number) => T | undefined
  readonly keyOf: (row: T) => number
  readonly cursor: ListCursor
  readonly renderLine: (row: T, state: LineState) => ReactNode
  readonly renderDetail: (row: T) => ReactNode
  readonly onLook?: (first: number, last: number) => void
  /** Where Escape goes to from a row that is folded. */
  readonly onLeave?: () => void
  /** Rows that came while the view was paused; null = it is not. */
  readonly waiting: number | null
  /** In place of rows where there are none. */
  readonly empty: ReactNode
}

/** A list of any length that draws only the rows in view, follows its end, and has the keys of a list. */
export function RowList<T>(props: RowListProps<T>) {
  const { label, count, moved, rows, cursor, onLook, waiting, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const expanded = useExpandedRows(rows, moved)
  const layout = { count, extras: expanded.extras }
  const height = drawnHeight(layout)
  const window = useRowWindow(scroller, layout)
  const follow = useFollow(scroller, { matched: count, moved }, layout)
  useEffect(() => onLook?.(window.first, window.last), [onLook, window.first, window.last])
  useCursor(scroller, cursor, layout, follow.hold)
  const reveal = useReveal(scroller, layout, follow.hold)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each move has its own shift.
  useLayoutEffect(() => cursor.shift(moved.shift), [moved])
  useBeginAnew(rows, waiting !== null, cursor, follow.toEnd)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
    if (event.key === 'Escape') return leave(props, expanded)
    const next = stepIndex(event.key, cursor.place.index ?? -1, count)
    if (next === null) return
    event.preventDefault()
    cursor.go(next, true)
  }

  return (
    <div className={styles.frame}>
      {/* Not live: hundreds of rows a second cannot be read aloud; the counts are there to be read. */}
      <div
        ref={scroller}
        role="log"
        aria-label={label}
        aria-live="off"
        className={styles.scroller}
        onKeyDown={onKeyDown}
      >
        {count === 0 && empty}
        <ul className={styles.rows} style={{ height }}>
          <Rows {...props} layout={layout} window={window} expanded={expanded} onOpen={reveal} />
        </ul>
      </div>
      <NewRows count={waiting ?? follow.newRows} paused={waiting !== null} onShow={follow.toEnd} />
    </div>
  )
}

/** Keys in a field or a tree of a detail are theirs. */
const isElsewhere = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('input, textarea, [role=tree], [data-own-keys]') !== null

function leave<T>({ cursor, rowAt, keyOf, onLeave }: RowListProps<T>, expanded: ExpandedRows): void {
  const { index } = cursor.place
  const row = index === null ? undefined : rowAt(index)
  if (index !== null && row !== undefined && expanded.numbers.has(keyOf(row))) {
    expanded.toggle(keyOf(row), index)
    cursor.go(index, true)
  } else onLeave?.()
}

interface RowsProps<T> extends RowListProps<T> {
  readonly layout: RowLayout
  readonly window: RowWindow
  readonly expanded: ExpandedRows
  readonly onOpen: (index: number) => void
}

function Rows<T>(props: RowsProps<T>) {
  const { count, rowAt, keyOf, cursor, renderLine, renderDetail, layout, window, expanded, onOpen } = props
  const { first, last, offset } = window
  const { index: current } = cursor.place
  const tabStop = current !== null && current >= first && current <= last ? current : last
  const indexes = Array.from({ length: count === 0 ? 0 : last - first + 1 }, (_, at) => first + at)
  return indexes.map((index) => {
    const row = rowAt(index)
    const key = row === undefined ? undefined : keyOf(row)
    const isOpen = key !== undefined && expanded.numbers.has(key)
    const isCurrent = index === current
    return (
      <li
        key={key ?? `at-${index}`}
        data-index={index}
        className={classNames(styles.row, isCurrent && styles.current)}
        style={{ transform: `translateY(${topOf(layout, index) + offset}px)` }}
      >
        {row === undefined || key === undefined ? (
          <div className={styles.pending}>…</div>
        ) : (
          <>
            {renderLine(row, {
              index,
              isOpen,
              isCurrent,
              isTabStop: index === tabStop,
              onToggle: () => {
                cursor.touch(index)
                if (!isOpen) onOpen(index)
                expanded.toggle(key, index)
              },
            })}
            {isOpen && (
              <MeasuredDetail index={index} onHeight={expanded.measured}>
                {renderDetail(row)}
              </MeasuredDetail>
            )}
          </>
        )}
      </li>
    )
  })
}

/** Other rows, and those that came while the view stood still, are looked at from their end. */
function useBeginAnew(rows: unknown, isPaused: boolean, cursor: ListCursor, toEnd: () => void): void {
  const shown = useRef({ rows, isPaused })
  useLayoutEffect(() => {
    const before = shown.current
    shown.current = { rows, isPaused }
    if (before.rows !== rows) cursor.reset()
    if (before.rows !== rows || (before.isPaused && !isPaused)) toEnd()
  }, [rows, isPaused, cursor, toEnd])
}

/** Brings the row of the cursor into view, and the focus to it, each time that it was gone to. */
function useCursor(
  scroller: RefObject<HTMLElement | null>,
  { place }: ListCursor,
  layout: RowLayout,
  hold: () => void,
): void {
  const taken = useRef(place.take)
  const awaited = useRef<number | null>(null)
  // Each time: the row may be drawn only after it was scrolled to.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const { index, take, withFocus } = place
    if (take !== taken.current && index !== null) {
      taken.current = take
      awaited.current = withFocus ? index : null
      if (index < layout.count - 1) hold()
      scrollTo(element, layout, index)
    }
    const line = element.querySelector<HTMLElement>(`[data-index="${awaited.current}"] button`)
    if (awaited.current === null || !line) return
    awaited.current = null
    line.focus({ preventScroll: true })
  })
}

function scrollTo(element: HTMLElement, layout: RowLayout, index: number): void {
  const { clientHeight, scrollTop } = element
  const top = viewTop(layout, scrollTop, clientHeight)
  const rowTop = topOf(layout, index)
  if (rowTop < top) element.scrollTop = scrollTopOf(layout, rowTop, clientHeight)
  else if (rowTop + ROW_HEIGHT > top + clientHeight)
    element.scrollTop = scrollTopOf(layout, rowTop + ROW_HEIGHT - clientHeight, clientHeight)
}

function NewRows(props: { readonly count: number; readonly paused: boolean; readonly onShow: () => void }) {
  const { count, paused, onShow } = props
  if (count === 0) return null
  if (paused) return <p className={styles.news}>{countText(count)} new while paused</p>
  return (
    <Button className={styles.news} icon={ArrowDown} onClick={onShow}>
      {countText(count)} new
    </Button>
  )
}
