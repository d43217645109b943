import type { LucideIcon } from 'lucide-react'
import { Box, RefreshCw, RotateCw, Undo2 } from 'lucide-react'
import type { JournalRow } from '../../contract/journal'

export interface SwapLook {
  readonly icon: LucideIcon
  /** What the row is about. */
  readonly word: 'version' | 'handler'
  readonly tone: 'event' | 'warning'
}

const swapped: SwapLook = { icon: RefreshCw, word: 'version', tone: 'event' }

/** Rows about which version runs, and how, by their type; all others tell of a version that took over. */
const looks: { readonly [type: string]: SwapLook } = {
  'rolled back': { icon: Undo2, word: 'version', tone: 'warning' },
  'went back': { icon: Undo2, word: 'version', tone: 'event' },
  restarted: { icon: RotateCw, word: 'handler', tone: 'warning' },
  moved: { icon: Box, word: 'handler', tone: 'warning' },
}

export function swapLook({ kind, type }: Pick<JournalRow, 'kind' | 'type'>): SwapLook | null {
  if (kind !== 'swap') return null
  return (type === null ? undefined : looks[type]) ?? swapped
}
