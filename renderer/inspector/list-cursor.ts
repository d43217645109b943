import { useCallback, useMemo, useState } from 'react'

/** The row that the keys are at. `take` counts the times that it was gone to, and says whether the focus goes along. */
export interface CursorPlace {
  readonly index: number | null
  readonly take: number
  readonly withFocus: boolean
}

export interface ListCursor {
  readonly place: CursorPlace
  /** Goes to a row and brings it into view. */
  go(index: number, withFocus: boolean): void
  /** Takes note of a row that was clicked: it is in view. */
  touch(index: number): void
  /** After `rows` rows left at the top. */
  shift(rows: number): void
  /** There are other rows now. */
  reset(): void
}

const nowhere: CursorPlace = { index: null, take: 0, withFocus: false }

export function useListCursor(): ListCursor {
  const [place, setPlace] = useState(nowhere)
  const go = useCallback(
    (index: number, withFocus: boolean) => setPlace(({ take }) => ({ index, take: take + 1, withFocus })),
    [],
  )
  const touch = useCallback((index: number) => setPlace((before) => ({ ...before, index })), [])
  const shift = useCallback(
    (rows: number) =>
      setPlace((before) => {
        const index = before.index === null ? null : before.index - rows
        return { ...before, index: index !== null && index < 0 ? null : index }
      }),
    [],
  )
  const reset = useCallback(() => setPlace((before) => ({ ...before, index: null })), [])
  return useMemo(() => ({ place, go, touch, shift, reset }), [place, go, touch, shift, reset])
}
