import { REDACTED, type RedactionCount } from '../../../../contract/redactions'
import type { RedactionTally } from './redaction-tally'

type Rule = RedactionCount['rule']

/** Names of fields that one rule takes: alone at any depth, or as paths from the top. */
export interface FieldNames {
  readonly rule: Rule
  readonly names: readonly string[]
}

/** `Api-Key`, `api_key` and `apiKey` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '')

const NAMED_VALUE =
  /([A-Za-z][\w-]{0,40})(["']?\s{0,4}[:=]\s{0,4})("[^"\n]{0,4000}"|'[^'\n]{0,4000}'|[^\s,;&"'}]{1,4000})/g
/** What comes after these goes on to the end of the line, with words in between. */
const NAMED_LINE = /\b(authorization|(?:set-)?cookie)(["']?\s{0,4}[:=]\s{0,4})([^\n]{1,4000})/gi

/** Which values are taken, by the names of the fields that they are in. */
export function createFieldRules(taken: readonly FieldNames[], tally: RedactionTally) {
  const byName = new Map<string, Rule>()
  const byPath = new Map<string, Rule>()
  for (const { rule, names } of taken)
    for (const name of names) {
      if (name.includes('.')) byPath.set(name.split('.').map(plain).join('.'), rule)
      else byName.set(plain(name), rule)
    }

  function ruleOf(path: readonly string[]): Rule | undefined {
    return byName.get(path.at(-1) ?? '') ?? (byPath.size > 0 ? byPath.get(path.join('.')) : undefined)
  }

  function inText(text: string): string {
    const replaced = (whole: string, name: string, between: string, value: string): string => {
      const rule = byName.get(plain(name))
      if (rule === undefined || value === REDACTED) return whole
      tally.note(rule, whole)
      return `${name}${between}${REDACTED}`
    }
    return text.replace(NAMED_LINE, replaced).replace(NAMED_VALUE, replaced)
  }

  function inValue(value: unknown, path: readonly string[], inString: (text: string) => string): unknown {
    if (typeof value === 'string') return inString(value)
    if (Array.isArray(value)) return value.map((one) => inValue(one, path, inString))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([name, one]): [string, unknown] => {
      const inner = [...path, plain(name)]
      const rule = ruleOf(inner)
      if (rule === undefined || one === null || one === '')
        return [inString(name), inValue(one, inner, inString)]
      tally.note(rule, `${name}: ${typeof one === 'string' ? one : JSON.stringify(one)}`)
      return [name, REDACTED]
    })
    return Object.fromEntries(entries)
  }

  return {
    /** In text that is no JSON: `name=value`, `name: "value"`. */
    inText: byName.size > 0 ? inText : (text: string): string => text,
    /** In a parsed value; `inString` is done to each string that stays. */
    inJson: (value: unknown, inString: (text: string) => string): unknown => inValue(value, [], inString),
  }
}

export type FieldRules = ReturnType<typeof createFieldRules>
