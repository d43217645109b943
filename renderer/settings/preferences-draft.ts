import {
  type JournalLimits,
  journalLimitsSchema,
  type Preferences,
  preferencesSchema,
} from '../../contract/preferences'

/** The preferences as they are being written. */
export interface PreferencesDraft {
  /** Blank = automatic. */
  readonly editor: string
  readonly journal: { readonly [N in keyof JournalLimits]: string }
}

export function draftOf({ editor, journal }: Preferences): PreferencesDraft {
  const { sessionRowsMb, sessionBytesMb, diskMb, sessions } = journal
  return {
    editor: editor ?? '',
    journal: {
      sessionRowsMb: String(sessionRowsMb),
      sessionBytesMb: String(sessionBytesMb),
      diskMb: String(diskMb),
      sessions: String(sessions),
    },
  }
}

/** Why `text` is no value for that limit; null when it is one. The bounds are the contract's. */
export function journalTrouble(name: keyof JournalLimits, text: string): string | null {
  const schema = journalLimitsSchema.shape[name]
  if (text.trim() !== '' && schema.safeParse(Number(text)).success) return null
  const { minValue, maxValue } = schema
  return `A whole number from ${(minValue ?? 0).toLocaleString('en')} to ${(maxValue ?? 0).toLocaleString('en')}.`
}

/** null while something in it is wrong. */
export function preferencesOf({ editor, journal }: PreferencesDraft): Preferences | null {
  const numbers = Object.entries(journal).map(([name, text]) => [
    name,
    text.trim() === '' ? Number.NaN : Number(text),
  ])
  const written = { editor: editor.trim() || null, journal: Object.fromEntries(numbers) }
  const result = preferencesSchema.safeParse(written)
  return result.success ? result.data : null
}
