import { ChevronDown, ChevronUp, Highlighter } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useId, useMemo } from 'react'
import { IconButton } from '../design/button'
import { IconToggle } from '../design/icon-toggle'
import { countsText } from '../messages/row-text'
import type { TabFilter } from './inspector-store'
import styles from './query-bar.module.css'
import { QueryField } from './query-field'
import type { QueryExample } from './query-suggestions'
import { errorText, type ReadQuery } from './read-query'
import { SavedFilters } from './saved-filters'
import { useInspector, useRemember } from './use-inspector'

export interface QueryCounts {
  readonly matched: number
  readonly total: number
  /** False while older rows are still being searched. */
  readonly isComplete: boolean
  /** Whether something is asked for, so that there are two numbers to tell. */
  readonly isFiltered: boolean
}

export interface QueryBarProps {
  /** The accessible name of the field. */
  readonly label: string
  readonly filter: TabFilter
  readonly onFilter: (change: Partial<TabFilter>) => void
  readonly written: ReadQuery
  readonly counts: QueryCounts
  /** Types of rows, to be offered. */
  readonly types: readonly string[]
  readonly examples: readonly QueryExample[]
  readonly onStep: (step: 1 | -1) => void
  /** From the field to the rows. */
  readonly onLeave: () => void
  /** Before the field: what else decides which rows are shown. */
  readonly children?: ReactNode
  /** At the end. */
  readonly actions?: ReactNode
}

/** Asks for rows: the query, what became of it, and the ways through what was found. */
export function QueryBar(props: QueryBarProps) {
  const { label, filter, onFilter, written, counts, types, examples, onStep, onLeave, children, actions } =
    props
  const errorId = useId()
  const saved = useInspector((state) => state.saved)
  const history = useInspector((state) => state.history)
  const remember = useRemember()
  const known = useMemo(() => ({ types, saved, history, examples }), [types, saved, history, examples])
  const isBlank = filter.text.trim() === ''
  const step = (direction: 1 | -1) => {
    if (written.errors.length === 0) remember(filter.text)
    onStep(direction)
  }
  useStepKeys(step)
  return (
    <>
      <div className={styles.bar}>
        {children}
        <QueryField
          label={label}
          text={filter.text}
          onText={(text) => onFilter({ text })}
          written={written}
          errorId={errorId}
          known={known}
          onStep={step}
          onLeave={onLeave}
        />
        <span className={styles.count} aria-live="off">
          {countsText(counts.matched, counts.total, counts.isFiltered)}
          {!counts.isComplete && ' …'}
        </span>
        <IconToggle
          label="Highlight"
          hint={
            filter.mode === 'highlight'
              ? 'All rows stay; show only matches'
              : 'Keep all rows and mark matches'
          }
          icon={Highlighter}
          pressed={filter.mode === 'highlight'}
          onChange={(pressed) => onFilter({ mode: pressed ? 'highlight' : 'only' })}
        />
        <Steps isOff={isBlank} onStep={step} />
        <SavedFilters
          text={written.errors.length === 0 ? filter.text.trim() : ''}
          onText={(text) => onFilter({ text })}
        />
        {actions}
      </div>
      {written.errors[0] && (
        <p id={errorId} role="status" className={styles.error}>
          {errorText(written.errors[0])}
        </p>
      )}
    </>
  )
}

interface StepsProps {
  readonly isOff: boolean
  readonly onStep: (direction: 1 | -1) => void
}

const Steps = ({ isOff, onStep }: StepsProps) => (
  <span className={styles.steps}>
    <IconButton
      label="Previous match"
      hint="Previous match (Shift+F3)"
      icon={ChevronUp}
      disabled={isOff}
      onClick={() => onStep(-1)}
    />
    <IconButton
      label="Next match"
      hint="Next match (F3)"
      icon={ChevronDown}
      disabled={isOff}
      onClick={() => onStep(1)}
    />
  </span>
)

/** F3 from anywhere in the window. */
function useStepKeys(step: (direction: 1 | -1) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F3' || event.defaultPrevented) return
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  })
}
