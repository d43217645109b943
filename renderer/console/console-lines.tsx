import { History } from 'lucide-react'
import { Button } from '../design/button'
import type { ListCursor } from '../inspector/list-cursor'
import { RowList } from '../inspector/row-list'
import { useRowNotes } from '../inspector/use-row-notes'
import { RowDetail } from '../messages/row-detail'
import { countText } from '../messages/row-text'
import { ConsoleEmpty } from './console-empty'
import { ConsoleLine } from './console-line'
import styles from './console-panel.module.css'
import type { LineGroup } from './line-groups'
import type { ShownConsole } from './use-console'

const still = { shift: 0 }
const keyOf = ({ row }: LineGroup): number => row.n

export interface ConsoleLinesProps {
  readonly sessionId: string | null
  readonly shownConsole: ShownConsole
  readonly cursor: ListCursor
  readonly onLeave: () => void
}

/** The lines, and the way to those before them. */
export function ConsoleLines({ sessionId, shownConsole, cursor, onLeave }: ConsoleLinesProps) {
  const { filter, shown, paused, groups, isMatch, isHighlight, counts, hasLevels, isCleared, readOlder } =
    shownConsole
  const noting = useRowNotes(sessionId)
  return (
    <>
      {shown.older > 0 && (
        <p className={styles.older}>
          <span>{countText(shown.older)} older lines</span>
          <Button tone="quiet" icon={History} onClick={readOlder}>
            Show older
          </Button>
        </p>
      )}
      <RowList<LineGroup>
        label="Console"
        count={groups.length}
        moved={still}
        rows={filter}
        rowAt={(index) => groups[index]}
        keyOf={keyOf}
        cursor={cursor}
        onLeave={onLeave}
        waiting={paused ? 0 : null}
        empty={
          <ConsoleEmpty
            error={shown.error}
            isOn={hasLevels}
            isSearching={!shown.complete}
            isFiltered={counts.isFiltered}
            isCleared={isCleared}
            hasSession={sessionId !== null}
          />
        }
        renderLine={(group, { isOpen, isTabStop, onToggle }) => (
          <ConsoleLine
            group={group}
            isOpen={isOpen}
            isTabStop={isTabStop}
            isMatch={isHighlight && isMatch(group)}
            onToggle={onToggle}
          />
        )}
        renderDetail={({ row }) => sessionId && <RowDetail sessionId={sessionId} row={row} noting={noting} />}
      />
    </>
  )
}
