import { createJSONStorage, persist } from 'zustand/middleware'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import { createGuardedStorage } from '../state/window-store'

/** Tells what of a stored value this version understands. */
export type Checks<T> = { readonly [K in keyof T]: (value: unknown) => boolean }

/** Keeps of what was stored only what passes its check. */
export function readStored<T extends object>(stored: unknown, checks: Checks<T>): Partial<T> {
  if (typeof stored !== 'object' || stored === null) return {}
  const values = stored as { readonly [name: string]: unknown }
  const names = (Object.keys(checks) as (keyof T & string)[]).filter((name) => checks[name](values[name]))
  return Object.fromEntries(names.map((name) => [name, values[name]])) as Partial<T>
}

/** A store that is found again at the next start, all of it. */
export function createStoredStore<T extends object>(
  storage: Storage | null,
  name: string,
  initial: T,
  checks: Checks<T>,
): StoreApi<T> {
  return createStore<T>()(
    persist(() => initial, {
      name,
      version: 1,
      storage: createJSONStorage(() => createGuardedStorage(storage)),
      merge: (stored, current) => ({ ...current, ...readStored(stored, checks) }),
    }),
  )
}

export const isText = (value: unknown): value is string => typeof value === 'string'
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'

/** A check of a list by a check of what is in it. */
export const listOf =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(check)

/** A check of an object by checks of what is in it. */
export const shapeOf =
  (checks: { readonly [name: string]: (value: unknown) => boolean }) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(checks).every(([name, check]) =>
      check((value as { readonly [name: string]: unknown })[name]),
    )

/** A check of a dictionary by a check of its values. */
export const recordOf =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(check)

export const oneOf =
  (values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value)
