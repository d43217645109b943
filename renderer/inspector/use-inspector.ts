import { useCallback } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../app/bench-context'
import type { InspectorState, TabFilter } from './inspector-store'
import { noFilter, withUsed } from './inspector-store'

export const useInspector = <T>(select: (state: InspectorState) => T): T =>
  useStore(useBench().inspector.store, select)

/** The filter of a tab, remembered over restarts. */
export function useTabFilter(tab: string): readonly [TabFilter, (change: Partial<TabFilter>) => void] {
  const { store } = useBench().inspector
  const filter = useInspector(({ filters }) => filters[tab] ?? noFilter)
  const change = useCallback(
    (part: Partial<TabFilter>) =>
      store.setState(({ filters }) => ({
        filters: { ...filters, [tab]: { ...(filters[tab] ?? noFilter), ...part } },
      })),
    [store, tab],
  )
  return [filter, change]
}

/** Puts a query among those that were used. */
export function useRemember(): (text: string) => void {
  const { store } = useBench().inspector
  return useCallback(
    (text) => store.setState(({ history }) => ({ history: withUsed(history, text) })),
    [store],
  )
}
