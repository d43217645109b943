import { useDeferredValue, useMemo, useState } from 'react'
import type { ReadQuery } from './read-query'
import { readQuery } from './read-query'

export interface QueryReading {
  /** The text as it stands in the field. */
  readonly written: ReadQuery
  /** The last one without mistakes: it goes on while the next one is being written. */
  readonly good: ReadQuery
}

export function useReadQuery(text: string): QueryReading {
  // Typing stays smooth while the rows are searched.
  const settled = useDeferredValue(text)
  const written = useMemo(() => readQuery(settled), [settled])
  const [good, setGood] = useState(() => (written.errors.length === 0 ? written : readQuery('')))
  const isGood = written.errors.length === 0
  if (isGood && good !== written) setGood(written)
  return { written, good: isGood ? written : good }
}
