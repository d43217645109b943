import { createJSONStorage, persist } from 'zustand/middleware'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { JsonValue } from '../../contract/json'
import type { CameraChoice, MicrophoneChoice } from '../media/source-choice'
import { isCameraChoice, isMicrophoneChoice } from '../media/source-choice'

/** What a person chose and wants to find again at the next start. */
export interface Preferences {
  readonly selectedHandlerId: string | null
  /** null = not chosen yet: the system's default if there is one. */
  readonly microphone: MicrophoneChoice | null
  readonly camera: CameraChoice | null
  readonly echoCancellation: boolean
  readonly noiseSuppression: boolean
  readonly autoGainControl: boolean
  /** Device id of the output; empty = the system's default. */
  readonly speaker: string
  /** 0..1 */
  readonly volume: number
  readonly speakerMuted: boolean
}

/** Two versions of a handler whose difference is looked at. */
export interface Comparison {
  readonly handlerId: string
  readonly from: number
  readonly to: number
}

export interface WindowState extends Preferences {
  readonly microphoneMuted: boolean
  readonly cameraOff: boolean
  /** The handler that was just made here: to be selected as soon as it is listed. */
  readonly awaitedHandlerId: string | null
  /** Input values that were set here, by handler id. */
  readonly inputEdits: { readonly [handlerId: string]: { readonly [name: string]: JsonValue } }
  /** The session that was chosen to be shown; null = this window's newest. */
  readonly chosenSessionId: string | null
  readonly comparison: Comparison | null
}

export type WindowStore = StoreApi<WindowState>

const defaults: WindowState = {
  selectedHandlerId: null,
  microphone: null,
  camera: null,
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: false,
  speaker: '',
  volume: 1,
  speakerMuted: false,
  microphoneMuted: false,
  cameraOff: false,
  awaitedHandlerId: null,
  inputEdits: {},
  chosenSessionId: null,
  comparison: null,
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isText = (value: unknown): value is string => typeof value === 'string'

const valid: { readonly [K in keyof Preferences]: (value: unknown) => boolean } = {
  selectedHandlerId: isText,
  microphone: isMicrophoneChoice,
  camera: isCameraChoice,
  echoCancellation: isBoolean,
  noiseSuppression: isBoolean,
  autoGainControl: isBoolean,
  speaker: isText,
  volume: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  speakerMuted: isBoolean,
}
const preferenceNames = Object.keys(valid) as (keyof Preferences)[]

function preferencesOf(state: WindowState): Preferences {
  return Object.fromEntries(preferenceNames.map((name) => [name, state[name]])) as unknown as Preferences
}

/** Keeps of what was stored only what this version understands. */
export function readPreferences(stored: unknown): Partial<Preferences> {
  if (typeof stored !== 'object' || stored === null) return {}
  const values = stored as { readonly [name: string]: unknown }
  const kept = preferenceNames.filter((name) => valid[name](values[name]))
  return Object.fromEntries(kept.map((name) => [name, values[name]]))
}

/** A file of an unreadable or full storage must not stop the window: then choices last until it closes. */
export function createGuardedStorage(
  storage: Storage | null,
): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const guard = <T>(fallback: T, work: (storage: Storage) => T): T => {
    if (!storage) return fallback
    try {
      return work(storage)
    } catch (thrown) {
      console.warn('Choices could not be stored:', thrown)
      return fallback
    }
  }
  return {
    getItem: (key) => guard<string | null>(null, (s) => s.getItem(key)),
    setItem: (key, value) => guard(undefined, (s) => s.setItem(key, value)),
    removeItem: (key) => guard(undefined, (s) => s.removeItem(key)),
  }
}

export function createWindowStore(storage: Storage | null): WindowStore {
  return createStore<WindowState>()(
    persist(() => defaults, {
      name: 'soundcheck.window',
      version: 1,
      storage: createJSONStorage(() => createGuardedStorage(storage)),
      partialize: preferencesOf,
      merge: (stored, current) => ({ ...current, ...readPreferences(stored) }),
    }),
  )
}
