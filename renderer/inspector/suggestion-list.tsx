import { classNames } from '../design/class-names'
import styles from './query-field.module.css'
import type { Suggestion } from './query-suggestions'
import type { OpenSuggestions } from './use-suggestions'

const kindWords: { readonly [K in Suggestion['kind']]: string } = {
  field: 'field',
  value: 'value',
  operator: 'operator',
  saved: 'saved',
  recent: 'recent',
  example: 'example',
}

export interface SuggestionListProps {
  readonly id: string
  readonly suggestions: OpenSuggestions
  readonly onTake: (item: Suggestion) => void
}

export const suggestionId = (listId: string, at: number): string => `${listId}-${at}`

/** The field keeps the focus and has the keys. */
export function SuggestionList({ id, suggestions: { items, active }, onTake }: SuggestionListProps) {
  return (
    <div role="listbox" id={id} aria-label="Suggestions" className={styles.list}>
      {items.map((item, at) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field points at it with aria-activedescendant.
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which keeps the focus.
        <div
          key={`${item.kind} ${item.insert}`}
          ref={(element) => {
            if (at === active) element?.scrollIntoView({ block: 'nearest' })
          }}
          role="option"
          id={suggestionId(id, at)}
          aria-selected={at === active}
          className={classNames(styles.option, at === active && styles.active)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(item)}
        >
          <code className={styles.insert}>{item.label}</code>
          <span className={styles.about}>{item.about}</span>
          <span className={styles.kind}>{kindWords[item.kind]}</span>
        </div>
      ))}
    </div>
  )
}
