import { useState } from 'react'

/** The same object for as long as it says the same: what depends on it does not begin anew. For plain, small data. */
export function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value)
  const isSame = kept === value || JSON.stringify(kept) === JSON.stringify(value)
  if (!isSame) setKept(value)
  return isSame ? kept : value
}
