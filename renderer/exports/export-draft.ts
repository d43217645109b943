import { type ExportFormat, type ExportSelection, exportFormatInfos } from '../../contract/exports'
import { readNumber } from '../../contract/query/read-number'
import { type RedactionRuleId, type Redactions, standardRedactions } from '../../contract/redactions'
import { errorText, readQuery } from '../inspector/read-query'

/** What a person has chosen so far, as it was typed. */
export interface ExportDraft {
  readonly format: ExportFormat
  readonly side: 'both' | 'in' | 'out'
  readonly query: string
  readonly from: string
  readonly to: string
  readonly rules: readonly RedactionRuleId[]
  /** Further names of fields, with commas between. */
  readonly fields: string
}

export const draftFor = (query: string): ExportDraft => ({
  ...{ format: 'bundle', side: 'both', query, from: '', to: '' },
  ...{ rules: standardRedactions, fields: '' },
})

/** What a draft asks for; null while it asks for nothing that could be. */
export interface ReadDraft {
  readonly selection: ExportSelection | null
  readonly redactions: Redactions
  /** What is wrong with a field, in words. */
  readonly troubles: {
    readonly query: string | null
    readonly from: string | null
    readonly to: string | null
  }
}

/** Sound and pictures are what is asked for: no rule is about them but the one that would leave nothing. */
export const isMediaOnly = (format: ExportFormat): boolean =>
  format === 'wav' || format === 'webm' || format === 'ivf'

function timeOf(text: string): { readonly ms: number | null; readonly trouble: string | null } {
  if (text.trim() === '') return { ms: null, trouble: null }
  const value = readNumber(text.trim(), 'clock')
  if (typeof value === 'number' && value >= 0) return { ms: value / 1000, trouble: null }
  return { ms: null, trouble: 'Write a time as 10s, 1m30s or 1:30.' }
}

/** The side that is taken: a format that holds one takes the client's unless the other was chosen. */
export function sideOf({ format, side }: ExportDraft): ExportSelection['side'] {
  if (side !== 'both') return side
  return exportFormatInfos[format].sides === 'one' ? 'in' : null
}

export function readDraft(draft: ExportDraft): ReadDraft {
  const [error] = readQuery(draft.query).errors
  const from = timeOf(draft.from)
  const to = timeOf(draft.to)
  const isBackward = from.ms !== null && to.ms !== null && to.ms < from.ms
  const troubles = {
    query: error ? errorText(error) : null,
    from: from.trouble,
    to: to.trouble ?? (isBackward ? 'It is before the beginning.' : null),
  }
  const names = draft.fields.split(',').map((name) => name.trim())
  const isGood = Object.values(troubles).every((trouble) => trouble === null)
  return {
    selection: isGood ? { query: draft.query, fromMs: from.ms, toMs: to.ms, side: sideOf(draft) } : null,
    redactions: isMediaOnly(draft.format)
      ? { rules: [], fields: [] }
      : { rules: [...draft.rules], fields: names.filter((name) => name !== '') },
    troubles,
  }
}
