import type { DataPath } from './query'

function next(value: unknown, step: string | number | null): readonly unknown[] {
  if (Array.isArray(value)) {
    if (step === null) return value
    return typeof step === 'number' && step < value.length ? [value[step]] : []
  }
  if (typeof value !== 'object' || value === null || typeof step !== 'string') return []
  return Object.hasOwn(value, step) ? [(value as { readonly [key: string]: unknown })[step]] : []
}

/** All values that `path` leads to in parsed JSON: several where it goes through any element of an array. undefined = no JSON. */
export function valuesAt(value: unknown, path: DataPath): readonly unknown[] {
  let values: readonly unknown[] = value === undefined ? [] : [value]
  for (const step of path) values = values.flatMap((one) => next(one, step))
  return values
}
