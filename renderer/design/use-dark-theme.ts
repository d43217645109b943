import { useSyncExternalStore } from 'react'

const theme = () => matchMedia('(prefers-color-scheme: dark)')

function subscribe(changed: () => void): () => void {
  const query = theme()
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** Whether the dark theme is on: for what is drawn, as style sheets do not reach it. */
export const useDarkTheme = (): boolean => useSyncExternalStore(subscribe, () => theme().matches)
