import type { JsonSchema, JsonValue } from '../../../contract/json'

type Values = { readonly [name: string]: JsonValue }

/** The values of a handler's inputs as a log may show them: what is typed into a password field is nobody's to read there. */
export function withoutSecrets(values: Values, inputs: JsonSchema | null): Values {
  const properties = Object(inputs?.properties) as { readonly [name: string]: { readonly format?: unknown } }
  const shown = Object.entries(values).map(([name, value]): [string, JsonValue] => {
    const isSecret = properties[name]?.format === 'password' && value !== ''
    return [name, isSecret ? '••••' : value]
  })
  return Object.fromEntries(shown)
}
