import { messageOf, SoundcheckError, type SourcePosition } from '../../contract/errors'
import type { JsonSchema, JsonValue } from '../../contract/json'
import { PUSH_TO_TALK } from '../../contract/turns'
import { loadZod } from '../kit/load-zod'
import type { z } from '../kit/z'

type Values = { readonly [name: string]: JsonValue }
type Parsed =
  | { readonly ok: true; readonly args: readonly unknown[] }
  | { readonly ok: false; readonly error: SoundcheckError }

/** A handler's inputs: what the window draws, and the check that their values pass before the handler sees them. */
export class HandlerInputs {
  readonly schema: JsonSchema | null
  readonly defaults: Values
  readonly #validator: z.ZodType | null
  readonly #names: readonly string[]
  #values: Values

  /** @throws SoundcheckError `handler` when `declared` is no object schema. */
  constructor(declared: unknown, position?: SourcePosition) {
    const { validator, schema } = declared === undefined ? none : readDeclaration(declared, position)
    this.#validator = validator
    this.schema = schema
    const properties = propertiesOf(this.schema)
    this.#names = Object.keys(properties)
    this.defaults = defaultsOf(properties)
    this.#values = this.defaults
  }

  /** Whether the handler declared its inputs; without that any values are passed on in the order they come. */
  get declared(): boolean {
    return this.#validator !== null
  }

  /** The input that is held down to talk, or null. */
  get pushToTalk(): string | null {
    const properties = propertiesOf(this.schema)
    return this.#names.find((name) => properties[name]?.control === PUSH_TO_TALK) ?? null
  }

  /** Its place among the values, or null. */
  get talkInput(): number | null {
    return this.pushToTalk === null ? null : this.#names.indexOf(this.pushToTalk)
  }

  /** Takes what `values` changes if the whole is valid; else nothing changes. */
  change(values: Values): Parsed {
    if (this.#validator === null) return { ok: true, args: Object.values(values) }
    const unknown = Object.keys(values).find((name) => !this.#names.includes(name))
    if (unknown !== undefined) return { ok: false, error: noSuchInput(unknown, this.#names) }
    const merged = { ...this.#values, ...values }
    const parsed = this.#parse(this.#validator, merged)
    if (parsed.ok) this.#values = merged
    return parsed
  }

  /** Only those of `values` that are inputs of this handler: after a swap the names may have changed. */
  known(values: Values): Values {
    if (!this.declared) return values
    return Object.fromEntries(Object.entries(values).filter(([name]) => this.#names.includes(name)))
  }

  /** Whether the defaults alone are a complete set of values. */
  get startsComplete(): boolean {
    const required = this.schema?.required
    return !Array.isArray(required) || required.every((name) => String(name) in this.defaults)
  }

  #parse(validator: z.ZodType, values: Values): Parsed {
    try {
      const result = validator.safeParse(values)
      if (!result.success) return { ok: false, error: invalidInput(result.error.issues) }
      const output = result.data as { readonly [name: string]: unknown }
      return { ok: true, args: this.#names.map((name) => output[name]) }
    } catch (thrown) {
      return {
        ok: false,
        error: new SoundcheckError('invalid', `The inputs cannot be checked: ${messageOf(thrown)}`),
      }
    }
  }
}

interface Declaration {
  readonly validator: z.ZodType | null
  readonly schema: JsonSchema | null
}

const none: Declaration = { validator: null, schema: null }

function readDeclaration(declared: unknown, position: SourcePosition | undefined): Declaration {
  try {
    const declaration = isZod(declared) ? fromZod(declared) : fromJsonSchema(declared)
    if (declaration.schema?.type !== 'object') throw new TypeError('they are no object schema')
    return declaration
  } catch (thrown) {
    throw new SoundcheckError('handler', `stream.inputs cannot be used: ${messageOf(thrown)}`, {
      hint: "Write inputs: z.object({ … }) with the z of 'soundcheck', or a JSON Schema with type 'object'.",
      position,
      cause: thrown,
    })
  }
}

function fromZod(declared: z.ZodType): Declaration {
  return { validator: declared, schema: plain(loadZod().toJSONSchema(declared, { io: 'input' })) }
}

function fromJsonSchema(declared: unknown): Declaration {
  const schema = plain(declared)
  return { validator: loadZod().fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]), schema }
}

function isZod(declared: unknown): declared is z.ZodType {
  return typeof declared === 'object' && declared !== null && '_zod' in declared
}

/** Without what JSON cannot carry: it goes to the window. */
function plain(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema)) as JsonSchema
}

function propertiesOf(schema: JsonSchema | null): { readonly [name: string]: JsonSchema } {
  return (schema?.properties ?? {}) as { readonly [name: string]: JsonSchema }
}

function defaultsOf(properties: { readonly [name: string]: JsonSchema }): Values {
  const defaults: Record<string, JsonValue> = {}
  for (const [name, property] of Object.entries(properties)) {
    const value = property.default
    if (value !== undefined) defaults[name] = value
  }
  return defaults
}

function noSuchInput(name: string, names: readonly string[]): SoundcheckError {
  const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
  return new SoundcheckError('invalid', `The handler has no input "${name}"; ${has}`)
}

function invalidInput(issues: readonly { readonly path: PropertyKey[]; readonly message: string }[]) {
  const [issue] = issues
  const field = issue?.path.map(String).join('.') ?? ''
  return new SoundcheckError('invalid', `Input "${field}": ${issue?.message ?? 'not valid'}`, {
    hint: 'The handler keeps the values it had.',
  })
}
