import type { JournalFilter, RowDirection, RowKind } from '../../contract/journal'

/** The kinds of rows as a person tells them apart. */
export const rowGroups = {
  messages: { label: 'Messages', kinds: ['message', 'output'] },
  console: { label: 'Console', kinds: ['console'] },
  errors: { label: 'Errors', kinds: ['error'] },
  findings: { label: 'Findings', kinds: ['finding'] },
  turns: { label: 'Turns', kinds: ['turn'] },
  events: { label: 'Events', kinds: ['signal', 'swap', 'input'] },
} as const satisfies {
  readonly [group: string]: { readonly label: string; readonly kinds: readonly RowKind[] }
}
export type RowGroup = keyof typeof rowGroups
export const rowGroupNames = Object.keys(rowGroups) as RowGroup[]

export interface RowChoice {
  readonly text: string
  readonly groups: readonly RowGroup[]
  readonly direction: RowDirection | 'both'
}

export const everyRow: RowChoice = { text: '', groups: rowGroupNames, direction: 'both' }

/** null = nothing is wanted: an empty list of kinds would mean all of them. */
export function journalFilter({ text, groups, direction }: RowChoice): JournalFilter | null {
  if (groups.length === 0) return null
  const all = groups.length === rowGroupNames.length
  return {
    text: text.trim().slice(0, 1000),
    kinds: all ? [] : groups.flatMap((group) => rowGroups[group].kinds),
    directions: direction === 'both' ? [] : [direction],
  }
}

export const isFiltered = ({ text, groups, direction }: RowChoice): boolean =>
  text.trim() !== '' || groups.length < rowGroupNames.length || direction !== 'both'

export function toggleGroup(groups: readonly RowGroup[], group: RowGroup): readonly RowGroup[] {
  return rowGroupNames.filter((name) => (name === group ? !groups.includes(name) : groups.includes(name)))
}
