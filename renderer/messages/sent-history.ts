/** The texts sent before, stepped through with the arrow keys; what is being written stays the newest. */
export interface SentHistory {
  add(text: string): void
  older(current: string): string | null
  newer(): string | null
}

const KEPT = 50

export function createSentHistory(): SentHistory {
  const texts: string[] = []
  // Steps back from the text being written; 0 = that one.
  let back = 0
  let draft = ''
  const at = () => (back === 0 ? draft : (texts[texts.length - back] ?? draft))
  return {
    add: (text) => {
      if (texts.at(-1) !== text) texts.push(text)
      if (texts.length > KEPT) texts.shift()
      back = 0
      draft = ''
    },
    older: (current) => {
      if (back === texts.length) return null
      if (back === 0) draft = current
      back += 1
      return at()
    },
    newer: () => {
      if (back === 0) return null
      back -= 1
      return at()
    },
  }
}
