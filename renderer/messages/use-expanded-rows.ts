import { useCallback, useLayoutEffect, useState } from 'react'
import type { RowLayout } from './row-layout'
import { shiftedUp, withExtra } from './row-layout'

export interface ExpandedRows {
  /** By number in the journal. */
  readonly numbers: ReadonlySet<number>
  readonly extras: RowLayout['extras']
  toggle(n: number, index: number): void
  /** The detail of row `index` is `height` px high now. */
  measured(index: number, height: number): void
}

const none: RowLayout['extras'] = []

/** Which rows are expanded; `list` changes when the list shows other rows, so that nothing is where it was. */
export function useExpandedRows(list: unknown, moved: { readonly shift: number }): ExpandedRows {
  const [numbers, setNumbers] = useState<ReadonlySet<number>>(new Set())
  const [extras, setExtras] = useState(none)
  const [shownList, setShownList] = useState(list)
  if (shownList !== list) {
    setShownList(list)
    setExtras(none)
  }
  useLayoutEffect(() => {
    if (moved.shift !== 0) setExtras((before) => shiftedUp(before, moved.shift))
  }, [moved])

  const measured = useCallback((index: number, height: number) => {
    setExtras((before) => withExtra(before, index, height))
  }, [])
  const toggle = useCallback(
    (n: number, index: number) => {
      measured(index, 0)
      setNumbers((before) => {
        const after = new Set(before)
        if (!after.delete(n)) after.add(n)
        return after
      })
    },
    [measured],
  )
  return { numbers, extras, toggle, measured }
}
