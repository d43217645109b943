import type { RedactionCount } from '../../../../contract/redactions'

type Rule = RedactionCount['rule']

const MOST_EXAMPLES = 3
const EXAMPLE_LENGTH = 80

const shortened = (text: string): string =>
  text.length > EXAMPLE_LENGTH ? `${text.slice(0, EXAMPLE_LENGTH)}…` : text

/** Counts what each rule takes away. */
export function createRedactionTally(rules: readonly Rule[]) {
  const counts = new Map(rules.map((rule) => [rule, { count: 0, examples: [] as string[] }]))
  return {
    note(rule: Rule, example: string): void {
      const counted = counts.get(rule)
      if (!counted) return
      counted.count += 1
      const shown = shortened(example.replaceAll(/\s+/g, ' ').trim())
      if (counted.examples.length < MOST_EXAMPLES && !counted.examples.includes(shown))
        counted.examples.push(shown)
    },
    read: (): readonly RedactionCount[] => [...counts].map(([rule, counted]) => ({ rule, ...counted })),
  }
}

export type RedactionTally = ReturnType<typeof createRedactionTally>
