import path from 'node:path'
import { InvalidArgumentError } from 'commander'
import { SoundcheckError } from '../../contract/errors'
import {
  type ExportFormat,
  type ExportSelection,
  exportFormatInfos,
  exportFormats,
} from '../../contract/exports'
import { readNumber } from '../../contract/query/read-number'
import {
  type RedactionRuleId,
  type Redactions,
  redactionRuleIds,
  standardRedactions,
} from '../../contract/redactions'

/** Which rows of a session are meant. */
export interface SelectionFlags {
  readonly from?: number
  readonly to?: number
  readonly side?: 'in' | 'out'
}

export interface RedactionFlags {
  readonly redact: readonly RedactionRuleId[]
  readonly keep: readonly RedactionRuleId[]
  readonly redactField: readonly string[]
}

/** A time on the session's clock, as queries write it, in ms. */
export function clockOf(text: string): number {
  const value = readNumber(text, 'clock')
  if (typeof value === 'number' && value >= 0) return value / 1000
  throw new InvalidArgumentError('It takes a time on the session’s clock: 10s, 1m30s, 500ms or 1:30.')
}

export function ruleOf(text: string, before: readonly RedactionRuleId[]): readonly RedactionRuleId[] {
  const rule = redactionRuleIds.find((id) => id === text)
  if (rule) return [...before, rule]
  throw new InvalidArgumentError(`There are these rules: ${redactionRuleIds.join(', ')}.`)
}

export const anotherName = (text: string, before: readonly string[]): readonly string[] => [...before, text]

export function selectionOf(query: string | undefined, { from, to, side }: SelectionFlags): ExportSelection {
  return { query: query ?? '', fromMs: from ?? null, toMs: to ?? null, side: side ?? null }
}

/** The standard rules, with those more or less that were named. */
export function redactionsOf({ redact, keep, redactField }: RedactionFlags): Redactions {
  const rules = new Set([...standardRedactions, ...redact])
  for (const rule of keep) rules.delete(rule)
  return { rules: [...rules], fields: [...redactField] }
}

/** The format that was named, or the only one whose files end like this one. Throws `invalid`. */
export function formatOf(named: ExportFormat | undefined, file: string): ExportFormat {
  if (named !== undefined) return named
  const ending = path.extname(file).toLowerCase()
  const [format, ...others] = exportFormats.filter((one) => exportFormatInfos[one].ending === ending)
  if (format !== undefined && others.length === 0) return format
  throw new SoundcheckError('invalid', `The name ${path.basename(file)} does not say which format is meant`, {
    hint: `Say it with --format: ${exportFormats.join(', ')}.`,
  })
}
