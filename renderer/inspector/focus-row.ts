/** To the row of a list that Tab would stop at. */
export function focusRow(list: HTMLElement | null): void {
  list?.querySelector<HTMLElement>('[role=log] button[tabindex="0"]')?.focus()
}
