import { Popover } from 'radix-ui'
import type { KeyboardEvent, SyntheticEvent } from 'react'
import { useId, useRef } from 'react'
import type { QueryError } from '../../contract/query/query-error'
import { TextField } from '../design/text-field'
import styles from './query-field.module.css'
import type { KnownQueries } from './query-suggestions'
import type { ReadQuery } from './read-query'
import { SuggestionList, suggestionId } from './suggestion-list'
import { useSuggestions } from './use-suggestions'

/** What the inspector's Ctrl+F looks for. */
export const QUERY_FIELD = 'data-query-field'
/** The engine takes 1,000 characters, the panels' own terms included. */
const MAX_CHARS = 800

export interface QueryFieldProps {
  /** The accessible name. */
  readonly label: string
  readonly text: string
  readonly onText: (text: string) => void
  /** As it was read; its text may be behind for a moment. */
  readonly written: ReadQuery
  readonly errorId: string
  readonly known: KnownQueries
  /** Enter: to the next match, with Shift to the one before. */
  readonly onStep: (step: 1 | -1) => void
  /** Escape in an empty field. */
  readonly onLeave: () => void
}

/** Where a query is written: what is wrong with it is underlined, what could follow is offered. */
export function QueryField(props: QueryFieldProps) {
  const { label, text, onText, written, errorId, known, onStep, onLeave } = props
  const { field, suggestions, openAt, take, onKey } = useSuggestions(text, onText, known)
  const mirror = useRef<HTMLDivElement>(null)
  const listId = useId()
  const errors = written.text === text ? written.errors : []
  const { isOpen, active } = suggestions

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (onKey(event)) event.preventDefault()
    else if (event.key === 'Escape' && text === '') onLeave()
    else if (event.key === 'Enter') {
      openAt(null)
      onStep(event.shiftKey ? -1 : 1)
    }
  }
  const onCaret = ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => {
    if (mirror.current) mirror.current.scrollLeft = currentTarget.scrollLeft
  }

  return (
    <Popover.Root open={isOpen} onOpenChange={(open) => !open && openAt(null)}>
      <Popover.Anchor asChild>
        <div className={styles.field}>
          <TextField
            ref={field}
            type="search"
            className={styles.input}
            {...{ [QUERY_FIELD]: '' }}
            aria-label={label}
            aria-autocomplete="list"
            aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={active >= 0 ? suggestionId(listId, active) : undefined}
            aria-describedby={errors.length > 0 ? errorId : undefined}
            invalid={errors.length > 0}
            maxLength={MAX_CHARS}
            placeholder={known.examples[0] && `Search, as ${known.examples[0].text}`}
            value={text}
            onChange={({ currentTarget }) => {
              onText(currentTarget.value)
              openAt(currentTarget.selectionStart ?? currentTarget.value.length)
            }}
            onSelect={onCaret}
            onKeyUp={onCaret}
            onClick={() => text === '' && openAt(0)}
            onBlur={() => openAt(null)}
            onKeyDown={onKeyDown}
          />
          <div ref={mirror} className={styles.mirror} aria-hidden>
            <Underlined text={text} errors={errors} />
          </div>
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          align="start"
          sideOffset={3}
          collisionPadding={8}
          aria-label="Suggestions"
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.target === field.current && event.preventDefault()}
        >
          <SuggestionList id={listId} suggestions={suggestions} onTake={take} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Where something is missing there is nothing to underline but the place behind it. */
function Underlined({ text, errors }: { readonly text: string; readonly errors: readonly QueryError[] }) {
  const first = errors[0]
  if (!first) return null
  const { from, to } = first
  return (
    <>
      {text.slice(0, from)}
      <span className={styles.wrong}>{text.slice(from, Math.max(to, from + 1)) || '\u00a0'}</span>
    </>
  )
}
