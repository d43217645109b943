import type { JsonSchema, JsonValue } from '../../contract/json'

interface FieldBase {
  readonly name: string
  readonly label: string
  readonly description: string | null
}

/** How one input is edited. */
export type InputField = FieldBase &
  (
    | {
        readonly type: 'slider'
        readonly min: number
        readonly max: number
        readonly step: number
        readonly integer: boolean
      }
    | {
        readonly type: 'number'
        readonly min: number | null
        readonly max: number | null
        readonly integer: boolean
      }
    | { readonly type: 'text'; readonly maxLength: number | null; readonly secret: boolean }
    | { readonly type: 'choice'; readonly options: readonly JsonValue[] }
    | { readonly type: 'switch' }
    | { readonly type: 'json' }
  )

const isSchema = (value: JsonValue | undefined): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: JsonValue | undefined) => (typeof value === 'string' && value ? value : null)

/** zod writes the safe integers as the bounds of an unbounded integer: those are no bounds for a slider. */
const boundOf = (value: JsonValue | undefined) =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null

/** `maxDelay_ms` -> `Max delay ms`. */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** About a hundred steps between the bounds, in round numbers (1, 2 or 5 times a power of ten). */
export function stepOf(
  min: number,
  max: number,
  integer: boolean,
  multipleOf: JsonValue | undefined,
): number {
  if (typeof multipleOf === 'number' && multipleOf > 0) return multipleOf
  const raw = (max - min) / 100
  const power = 10 ** Math.floor(Math.log10(raw))
  const round = ([5, 2, 1].find((factor) => factor * power <= raw * 1.000001) ?? 1) * power
  const step = Number(round.toPrecision(6))
  return integer ? Math.max(1, Math.round(step)) : step
}

function numberField(base: FieldBase, schema: JsonSchema, integer: boolean): InputField {
  const min = boundOf(schema.minimum)
  const max = boundOf(schema.maximum)
  if (min === null || max === null || min >= max) return { ...base, type: 'number', min, max, integer }
  return { ...base, type: 'slider', min, max, step: stepOf(min, max, integer, schema.multipleOf), integer }
}

/** The control for one property of a handler's inputs. */
export function inputField(name: string, schema: JsonValue | undefined): InputField {
  const known = isSchema(schema) ? schema : {}
  const base = {
    name,
    label: textOf(known.title) ?? labelOf(name),
    description: textOf(known.description),
  }
  const { enum: options, type } = known
  if (Array.isArray(options) && options.length > 0) return { ...base, type: 'choice', options }
  if (type === 'boolean') return { ...base, type: 'switch' }
  if (type === 'number' || type === 'integer') return numberField(base, known, type === 'integer')
  if (type === 'string') {
    const { maxLength, format } = known
    return {
      ...base,
      type: 'text',
      maxLength: typeof maxLength === 'number' ? maxLength : null,
      secret: format === 'password',
    }
  }
  return { ...base, type: 'json' }
}

/** The controls of all inputs, in the order of the schema. */
export function inputFields(inputs: JsonSchema | null): readonly InputField[] {
  const properties = inputs?.properties
  if (!isSchema(properties)) return []
  return Object.entries(properties).map(([name, schema]) => inputField(name, schema))
}

/** Whether what a person typed is a value, and why not. */
export type Check<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string }

/** What a person typed, held against the bounds. */
export function checkNumber(
  text: string,
  {
    min,
    max,
    integer,
  }: { readonly min: number | null; readonly max: number | null; readonly integer: boolean },
): Check<number> {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return { ok: false, reason: 'Enter a number.' }
  if (integer && !Number.isInteger(value)) return { ok: false, reason: 'Enter a whole number.' }
  if (min !== null && value < min) return { ok: false, reason: `Not less than ${min}.` }
  if (max !== null && value > max) return { ok: false, reason: `Not more than ${max}.` }
  return { ok: true, value }
}

export function checkJson(text: string): Check<JsonValue> {
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue }
  } catch {
    return { ok: false, reason: 'Not valid JSON.' }
  }
}
