import { Eraser } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../design/button'
import { focusQueryField } from '../inspector/focus-query-field'
import { focusRow } from '../inspector/focus-row'
import { type ListCursor, useListCursor } from '../inspector/list-cursor'
import { QueryBar } from '../inspector/query-bar'
import type { QueryExample } from '../inspector/query-suggestions'
import { useTabFilter } from '../inspector/use-inspector'
import { useReadQuery } from '../inspector/use-read-query'
import { useTextMarks } from '../inspector/use-text-marks'
import { CopyAll } from '../messages/copy-all'
import { useShownSession } from '../messages/use-shown-session'
import { ConsoleLines } from './console-lines'
import styles from './console-panel.module.css'
import { LevelSwitches } from './level-switches'
import { type ShownConsole, useConsole } from './use-console'

const examples: readonly QueryExample[] = [
  { text: 'kind:error', about: 'Errors' },
  { text: 'type:warn,error', about: 'Lines by their level' },
  { text: 'file:echo.ts', about: 'Lines that were written in a file' },
  { text: '/time ?out/i', about: 'Lines that a regular expression matches' },
]

const types = ['debug', 'error', 'info', 'log', 'warn'] as const

/** To the next line that matches, or the one before; at the end it goes on at the other end. */
function goToMatch({ groups, isMatch }: ShownConsole, cursor: ListCursor, direction: 1 | -1): void {
  const count = groups.length
  const from = cursor.place.index ?? (direction === 1 ? -1 : count)
  const order = groups.map((_, at) => (from + direction * (at + 1) + 2 * count) % count)
  const next = order.find((at) => groups[at] && isMatch(groups[at]))
  if (next !== undefined) cursor.go(next, !(document.activeElement instanceof HTMLInputElement))
}

/** What the handler wrote to its console, its errors, and what became of it. */
export function ConsolePanel() {
  const sessionId = useShownSession()
  const panel = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [filter, onFilter] = useTabFilter('console')
  const { written, good } = useReadQuery(filter.text)
  const shownConsole = useConsole(sessionId, good, filter.mode)
  const { shown, counts, clear } = shownConsole
  const cursor = useListCursor()
  useTextMarks(list, good.marks)
  return (
    <section ref={panel} className={styles.panel} aria-label="Console panel">
      <QueryBar
        label="Filter console"
        filter={filter}
        onFilter={onFilter}
        written={written}
        counts={counts}
        types={types}
        examples={examples}
        onStep={(direction) => goToMatch(shownConsole, cursor, direction)}
        onLeave={() => focusRow(list.current)}
        actions={
          <>
            <CopyAll sessionId={sessionId} filter={shownConsole.filter} matched={shown.matched} />
            <IconButton
              label="Clear console"
              hint="Clear the console; the lines stay in the journal"
              icon={Eraser}
              disabled={shown.rows.length === 0}
              onClick={clear}
            />
          </>
        }
      >
        <LevelSwitches />
      </QueryBar>
      <div ref={list} className={styles.lines}>
        <ConsoleLines
          key={sessionId}
          sessionId={sessionId}
          shownConsole={shownConsole}
          cursor={cursor}
          onLeave={() => focusQueryField(panel.current)}
        />
      </div>
    </section>
  )
}
