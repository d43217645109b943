import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { hostLimitsSchema, standardLimits } from '../../contract/limits'
import { preferencesSchema, standardPreferences } from '../../contract/preferences'
import { serverChoiceSchema, standardServerChoice } from '../../contract/server'

const windowSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(300),
  height: z.number().int().min(200),
})

const settingsSchema = z.object({
  /** The user folder; null = `Soundcheck/handlers` in the documents. */
  handlersFolder: z.string().nullable().catch(null),
  window: windowSchema.nullable().catch(null),
  limits: hostLimitsSchema.catch(standardLimits),
  editor: preferencesSchema.shape.editor.catch(standardPreferences.editor),
  journal: preferencesSchema.shape.journal.catch(standardPreferences.journal),
  server: serverChoiceSchema.catch(standardServerChoice),
})

export type Settings = z.infer<typeof settingsSchema>

export interface SettingsStore {
  get(): Settings
  /** Changes and writes at once; a write that fails is reported, and the change holds for this run. */
  set(change: Partial<Settings>): void
}

function read(file: string, report: (message: string) => void): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT'
    if (!missing) report(`the settings in ${file} cannot be read and are started anew: ${String(thrown)}`)
    return settingsSchema.parse({})
  }
}

/** What the person chose, in one JSON file; a damaged one is reported and replaced field by field. */
export function openSettings(file: string, report: (message: string) => void): SettingsStore {
  let settings = read(file, report)
  return {
    get: () => settings,
    set(change) {
      settings = { ...settings, ...change }
      try {
        mkdirSync(path.dirname(file), { recursive: true })
        writeFileSync(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`)
        renameSync(`${file}.new`, file)
      } catch (thrown) {
        report(`the settings cannot be saved to ${file}: ${String(thrown)}`)
      }
    },
  }
}
