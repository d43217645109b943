import { Copy, Pause, Play, Trash2 } from 'lucide-react'
import { useAttempt, useBench } from '../app/bench-context'
import { IconButton } from '../design/button'
import { Select } from '../design/select'
import { TextField } from '../design/text-field'
import styles from './filter-bar.module.css'
import { rowsAsJsonLines } from './journal-export'
import type { JournalSummary } from './journal-view'
import type { RowChoice } from './row-filter'
import { isFiltered, journalFilter, rowGroupNames, rowGroups, toggleGroup } from './row-filter'
import { countsText } from './row-text'
import { usePickSession, useSessionChoices } from './use-shown-session'

export interface FilterBarProps {
  readonly sessionId: string | null
  readonly choice: RowChoice
  readonly onChoice: (choice: RowChoice) => void
  readonly summary: JournalSummary
  readonly paused: boolean
  readonly onPaused: (paused: boolean) => void
  readonly onClear: () => Promise<void>
}

const directions = [
  { value: 'both', label: 'Both ways' },
  { value: 'in', label: 'Sent' },
  { value: 'out', label: 'Received' },
] as const

export function FilterBar(props: FilterBarProps) {
  const { sessionId, choice, onChoice, summary } = props
  const { matched, total, complete } = summary
  return (
    <header className={styles.bar}>
      <h2 className={styles.heading}>Messages</h2>
      <span className={styles.count} aria-live="off">
        {countsText(matched, total, isFiltered(choice))}
        {!complete && ' …'}
      </span>
      <TextField
        type="search"
        className={styles.search}
        aria-label="Filter messages"
        placeholder="Filter"
        value={choice.text}
        onChange={(event) => onChoice({ ...choice, text: event.target.value })}
      />
      <Groups choice={choice} onChoice={onChoice} />
      <div className={styles.direction}>
        <Select
          label="Direction"
          value={choice.direction}
          groups={[{ options: directions }]}
          onChange={(value) => onChoice({ ...choice, direction: value as RowChoice['direction'] })}
        />
      </div>
      <SessionPicker sessionId={sessionId} />
      <Actions {...props} />
    </header>
  )
}

function Groups({ choice, onChoice }: Pick<FilterBarProps, 'choice' | 'onChoice'>) {
  return (
    <fieldset className={styles.groups} aria-label="Kinds of rows">
      {rowGroupNames.map((group) => (
        <button
          key={group}
          type="button"
          className={styles.group}
          aria-pressed={choice.groups.includes(group)}
          onClick={() => onChoice({ ...choice, groups: toggleGroup(choice.groups, group) })}
        >
          {rowGroups[group].label}
        </button>
      ))}
    </fieldset>
  )
}

function SessionPicker({ sessionId }: { readonly sessionId: string | null }) {
  const sessions = useSessionChoices()
  const pick = usePickSession()
  if (!sessionId || !sessions.some(({ value }) => value === sessionId)) return null
  return (
    <div className={styles.session}>
      <Select label="Session" value={sessionId} groups={[{ options: sessions }]} onChange={pick} />
    </div>
  )
}

function Actions({ sessionId, choice, summary, paused, onPaused, onClear }: FilterBarProps) {
  const { alerts, client } = useBench()
  const attempt = useAttempt('journal')
  const copyAll = async (id: string) => {
    const filter = journalFilter(choice)
    if (!filter) return
    const { text, rows } = await rowsAsJsonLines(client, id, filter, summary.matched)
    await client.request('shell.copyText', { text })
    const left = summary.matched - rows
    const note = left > 0 ? ` The ${left} oldest were left out.` : ''
    alerts.raise('journal', { tone: 'info', message: `${rows} rows were copied as JSON lines.${note}` })
  }
  const without = summary.matched === 0 || !sessionId
  return (
    <div className={styles.actions}>
      <IconButton
        label={paused ? 'Resume' : 'Pause'}
        hint={paused ? 'Show what came meanwhile' : 'Stop the view; everything is still recorded'}
        icon={paused ? Play : Pause}
        disabled={!sessionId}
        onClick={() => onPaused(!paused)}
      />
      <IconButton
        label="Copy all as JSON lines"
        icon={Copy}
        disabled={without}
        onClick={() => sessionId && attempt(() => copyAll(sessionId))}
      />
      <IconButton
        label="Clear messages"
        icon={Trash2}
        disabled={summary.total === 0 || !sessionId}
        onClick={() => attempt(onClear)}
      />
    </div>
  )
}
