import { REDACTED, type RedactionRule, type RedactionRuleId } from '../../../../contract/redactions'
import type { RedactionTally } from './redaction-tally'

/** Of this computer itself, or of nobody. */
const ownAddress = /^(?:127\.|0\.0\.0\.0$|::1?$|(?:0{1,4}:){7}0{0,3}[01]$)/
const isKept: { readonly [id in RedactionRuleId]?: (found: string) => boolean } = {
  addresses: (found) => ownAddress.test(found),
}

const CONTEXT = 20

/** What a rule takes, with some of what is around it. */
function around(text: string, at: number, length: number): string {
  const from = Math.max(0, at - CONTEXT)
  return `${from > 0 ? '…' : ''}${text.slice(from, at + length + CONTEXT)}`
}

/** Replaces what patterns match. */
export function createPatternRules(rules: readonly RedactionRule[], tally: RedactionTally) {
  const patterns = rules.flatMap(({ id, takes }) =>
    takes.what === 'patterns'
      ? takes.patterns.map((source) => ({ id, regex: new RegExp(source, 'g'), keeps: isKept[id] }))
      : [],
  )
  return (text: string): string =>
    patterns.reduce(
      (left, { id, regex, keeps }) =>
        left.replace(regex, (found: string, ...more: readonly unknown[]) => {
          if (keeps?.(found)) return found
          const at = more.find((one) => typeof one === 'number') ?? 0
          tally.note(id, around(left, at, found.length))
          return REDACTED
        }),
      text,
    )
}
