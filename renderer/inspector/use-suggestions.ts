import type { KeyboardEvent } from 'react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { accept, type KnownQueries, type Suggestion, type Suggestions, suggest } from './query-suggestions'

export interface OpenSuggestions extends Suggestions {
  readonly isOpen: boolean
  /** The one that Enter takes; -1 = none. */
  readonly active: number
}

const none: Suggestions = { from: 0, to: 0, items: [] }

/** What is offered below the field of a query, and the keys that choose from it. */
export function useSuggestions(text: string, onText: (text: string) => void, known: KnownQueries) {
  const field = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(-1)
  const nextCaret = useRef<number | null>(null)
  const suggestions = useMemo(
    () => (caret === null ? none : suggest(text, Math.min(caret, text.length), known)),
    [text, caret, known],
  )
  const { items } = suggestions
  const isOpen = caret !== null && items.length > 0

  useLayoutEffect(() => {
    if (nextCaret.current === null) return
    field.current?.setSelectionRange(nextCaret.current, nextCaret.current)
    nextCaret.current = null
  })

  const openAt = (position: number | null) => {
    setCaret(position)
    setActive(-1)
  }
  const take = (item: Suggestion) => {
    const taken = accept(text, suggestions, item)
    nextCaret.current = taken.caret
    onText(taken.text)
    openAt(taken.caret)
    field.current?.focus()
  }
  /** Says whether the key was one of the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    const isStep = event.key === 'ArrowDown' || event.key === 'ArrowUp'
    if (isStep && !isOpen) {
      openAt(field.current?.selectionStart ?? text.length)
      return true
    }
    if (!isOpen) return false
    if (isStep) {
      const count = items.length + 1
      // One place more than there are items: the field itself.
      setActive((before) => ((before + 1 + (event.key === 'ArrowDown' ? 1 : count - 1)) % count) - 1)
      return true
    }
    const item = items[active]
    if ((event.key === 'Enter' || event.key === 'Tab') && item) {
      take(item)
      return true
    }
    if (event.key !== 'Escape') return false
    openAt(null)
    return true
  }
  return { field, suggestions: { ...suggestions, isOpen, active }, openAt, take, onKey }
}
