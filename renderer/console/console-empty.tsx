import { SearchX, Terminal } from 'lucide-react'
import type { WireError } from '../../contract/errors'
import { EmptyState } from '../design/empty-state'

export interface ConsoleEmptyProps {
  readonly error: WireError | null
  /** Whether any level is on. */
  readonly isOn: boolean
  readonly isSearching: boolean
  readonly isFiltered: boolean
  readonly isCleared: boolean
  readonly hasSession: boolean
}

/** Why no line is there. */
export function ConsoleEmpty(props: ConsoleEmptyProps) {
  const { error, isOn, isSearching, isFiltered, isCleared, hasSession } = props
  if (error) {
    return (
      <EmptyState icon={SearchX} title="The console could not be read">
        <span>{error.message}</span>
      </EmptyState>
    )
  }
  if (!isOn) return <EmptyState icon={SearchX} title="All levels are switched off" />
  if (isSearching) return <EmptyState icon={SearchX} title="Searching older lines" />
  if (isFiltered) return <EmptyState icon={SearchX} title="No line matches the filter" />
  if (isCleared) return <EmptyState icon={Terminal} title="Nothing was written since it was cleared" />
  return (
    <EmptyState icon={Terminal} title={hasSession ? 'Nothing was written yet' : 'No session yet'}>
      <span>What a handler writes with console.log, its errors, and what became of it appear here.</span>
    </EmptyState>
  )
}
