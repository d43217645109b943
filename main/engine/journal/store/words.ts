/** Words by number, so that a column of them is one of numbers. 0 = no word. */
export function createWords() {
  const words: (string | null)[] = [null]
  const ids = new Map<string, number>()

  return {
    idOf(word: string | null): number {
      if (word === null) return 0
      const known = ids.get(word)
      if (known !== undefined) return known
      ids.set(word, words.length)
      words.push(word)
      return words.length - 1
    },
    wordOf: (id: number): string | null => words[id] ?? null,
    /** All of them, in the order in which they came. */
    all: (): readonly string[] => words.slice(1) as string[],
  }
}

export type Words = ReturnType<typeof createWords>
