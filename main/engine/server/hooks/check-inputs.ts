import { z } from 'zod'
import { SoundcheckError } from '../../../../contract/errors'
import type { JsonSchema, JsonValue } from '../../../../contract/json'
import type { HandlerManifest } from '../../../../contract/manifest'

type Values = { readonly [name: string]: JsonValue }

const hint = 'The handler keeps the values that it had.'

const namesOf = (schema: JsonSchema): readonly string[] => Object.keys(Object(schema.properties))

/** Values in the order of the declared inputs, as FastRTC's `set_input` takes them. */
function named(list: readonly JsonValue[], schema: JsonSchema | null): Values {
  if (!schema) return Object.fromEntries(list.entries())
  const names = namesOf(schema)
  if (list.length > names.length) {
    const message = `${list.length} inputs were sent, but the handler has ${names.length}`
    throw new SoundcheckError('invalid', message, { hint: `They are: ${names.join(', ')}.` })
  }
  return Object.fromEntries(list.map((value, at) => [names[at] ?? at, value]))
}

function checkNames(values: Values, names: readonly string[]): void {
  const unknown = Object.keys(values).find((name) => !names.includes(name))
  if (unknown === undefined) return
  const has = names.length === 0 ? 'It has none.' : `It has: ${names.join(', ')}.`
  throw new SoundcheckError('invalid', `The handler has no input "${unknown.slice(0, 100)}"`, { hint: has })
}

function issueOf(schema: JsonSchema, values: Values): z.core.$ZodIssue | undefined {
  try {
    const validator = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    return validator.safeParse(values).error?.issues[0]
  } catch {
    // A schema may say more than can be checked here: the handler's own check is the one that counts.
    return undefined
  }
}

/**
 * The new values by name. Throws `invalid` naming the input whose value the handler would refuse: it looks itself, but cannot
 * tell who sent it.
 */
export function checkInputs(
  given: Values | readonly JsonValue[],
  { inputs: schema, inputDefaults }: Pick<HandlerManifest, 'inputs' | 'inputDefaults'>,
  now: Values,
): Values {
  const values = Array.isArray(given) ? named(given, schema) : (given as Values)
  if (!schema) return values
  const names = namesOf(schema)
  checkNames(values, names)
  const known = Object.fromEntries(Object.entries(now).filter(([name]) => names.includes(name)))
  const whole = { ...inputDefaults, ...known, ...values }
  const issue = issueOf(schema, whole)
  if (!issue) return values
  throw new SoundcheckError('invalid', `Input "${issue.path.join('.')}": ${issue.message}`, { hint })
}
