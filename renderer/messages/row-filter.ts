import type { JournalFilter, RowDirection, RowKind } from '../../contract/journal'

interface RowGroupEntry {
  readonly label: string
  readonly section: 'Conversation' | 'Handler' | 'Connection and media'
  readonly kinds: readonly RowKind[]
  /** Of those that are not, hundreds come in a second: they are shown when they are asked for. */
  readonly isUsual: boolean
}

/** The kinds of rows as a person tells them apart. */
export const rowGroups = {
  messages: { label: 'Messages', section: 'Conversation', kinds: ['message', 'output'], isUsual: true },
  turns: { label: 'Turns', section: 'Conversation', kinds: ['turn', 'heard'], isUsual: true },
  console: { label: 'Console', section: 'Handler', kinds: ['console'], isUsual: true },
  errors: { label: 'Errors', section: 'Handler', kinds: ['error'], isUsual: true },
  findings: { label: 'Findings', section: 'Handler', kinds: ['finding'], isUsual: true },
  calls: { label: 'Calls', section: 'Handler', kinds: ['call', 'profile'], isUsual: false },
  events: {
    label: 'Events',
    section: 'Connection and media',
    kinds: ['signal', 'swap', 'input'],
    isUsual: true,
  },
  frames: {
    label: 'Frames',
    section: 'Connection and media',
    kinds: ['frame', 'path', 'sound', 'picture', 'speech'],
    isUsual: false,
  },
  packets: { label: 'RTP', section: 'Connection and media', kinds: ['rtp'], isUsual: false },
  reports: { label: 'RTCP', section: 'Connection and media', kinds: ['rtcp'], isUsual: false },
  stats: {
    label: 'Statistics',
    section: 'Connection and media',
    kinds: ['stat', 'queue', 'client-stat'],
    isUsual: false,
  },
} as const satisfies { readonly [group: string]: RowGroupEntry }
export type RowGroup = keyof typeof rowGroups
export const rowGroupNames = Object.keys(rowGroups) as RowGroup[]
export const usualGroups: readonly RowGroup[] = rowGroupNames.filter((name) => rowGroups[name].isUsual)

export const rowSections = [...new Set(rowGroupNames.map((name) => rowGroups[name].section))].map(
  (section) => ({ section, groups: rowGroupNames.filter((name) => rowGroups[name].section === section) }),
)

/** Which rows are looked at, beside what the query asks for. */
export interface RowChoice {
  readonly groups: readonly RowGroup[]
  readonly direction: RowDirection | 'both'
}

export const usualChoice: RowChoice = { groups: usualGroups, direction: 'both' }

export const isUsual = ({ groups, direction }: RowChoice): boolean =>
  direction === 'both' &&
  groups.length === usualGroups.length &&
  groups.every((name) => rowGroups[name].isUsual)

export function toggleGroup(groups: readonly RowGroup[], group: RowGroup): readonly RowGroup[] {
  return rowGroupNames.filter((name) => (name === group ? !groups.includes(name) : groups.includes(name)))
}

/** What a query says of itself: its text without mistakes, and the kinds of rows that it can match, null = any. */
export interface AskedRows {
  readonly text: string
  readonly kinds: ReadonlySet<RowKind> | null
}

export interface RowFilters {
  /** The rows to be chosen from. */
  readonly base: JournalFilter | null
  /** Those of them that the query matches; null where it asks for nothing. */
  readonly hits: JournalFilter | null
}

/** Null where nothing can match: an empty list of kinds would mean all of them. */
function filterOf(
  kinds: readonly RowKind[],
  direction: RowChoice['direction'],
  text: string,
): JournalFilter | null {
  if (kinds.length === 0) return null
  return { text: text.trim(), kinds, directions: direction === 'both' ? [] : [direction] }
}

/** A query that names its kinds need not wait until somebody switches them on. */
export function rowFilters({ groups, direction }: RowChoice, { text, kinds }: AskedRows): RowFilters {
  const chosen: readonly RowKind[] = groups.flatMap((group) => rowGroups[group].kinds)
  const asked = kinds ? [...kinds] : chosen
  const isBlank = text.trim() === ''
  return {
    base: filterOf(isBlank ? chosen : [...new Set([...chosen, ...asked])], direction, ''),
    hits: isBlank ? null : filterOf(asked, direction, text),
  }
}
