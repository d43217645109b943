import { QUERY_FIELD } from './query-field'

/** Puts the caret into the query of a panel, its text selected. */
export function focusQueryField(panel: HTMLElement | null): void {
  const field = panel?.querySelector<HTMLInputElement>(`input[${QUERY_FIELD}]`)
  field?.focus()
  field?.select()
}
