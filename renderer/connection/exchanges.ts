import type { SignalRow } from './signal-row'

/** An offer and what was answered to it. */
export interface Exchange {
  readonly n: number
  readonly atUs: number
  readonly offer: string
  /** null = not yet. */
  readonly answer: string | null
}

/** All offers of a session, each with the answer that followed it. */
export function exchangesOf(rows: readonly SignalRow[]): readonly Exchange[] {
  const found: Exchange[] = []
  for (const { type, n, atUs, text } of rows) {
    const last = found.at(-1)
    if (type === 'offer') found.push({ n, atUs, offer: text, answer: null })
    else if (type === 'answer' && last?.answer === null) found[found.length - 1] = { ...last, answer: text }
  }
  return found
}
