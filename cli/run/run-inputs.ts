import { messageOf, SoundcheckError } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import { checkInputs } from '../../main/engine/server/hooks/check-inputs'

/** Input values as `--args` gives them: by name, or in their order. */
export type GivenInputs = readonly JsonValue[] | { readonly [name: string]: JsonValue }

/** Throws `invalid` for what is no JSON object or array. */
export function parseInputs(text: string): GivenInputs {
  const problem = (why: string): SoundcheckError =>
    new SoundcheckError('invalid', `--args takes the handler's inputs as JSON: ${why}`, {
      hint: `By name, as '{"gain": 0.5}', or in their order, as '[0.5]'.`,
    })
  try {
    const value = JSON.parse(text) as JsonValue
    if (typeof value === 'object' && value !== null) return value
  } catch (thrown) {
    throw problem(String(thrown))
  }
  throw problem('this is neither an object nor an array')
}

/** The values by the names of the handler's inputs. Throws `invalid` for names that it does not have, and for too many. */
function namedInputs(
  given: GivenInputs,
  { inputs, title }: HandlerManifest,
): { readonly [name: string]: JsonValue } {
  const names = Object.keys((inputs?.properties ?? {}) as { readonly [name: string]: JsonValue })
  const known =
    names.length === 0 ? `${title} has no inputs.` : `${title} has the inputs ${names.join(', ')}.`
  if (Array.isArray(given)) {
    if (given.length > names.length)
      throw new SoundcheckError('invalid', `--args has ${given.length} values`, { hint: known })
    return Object.fromEntries((given as readonly JsonValue[]).map((value, index) => [names[index], value]))
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new SoundcheckError('invalid', `--args has a value for "${unknown}"`, { hint: known })
  return given as { readonly [name: string]: JsonValue }
}

/**
 * All values that the handler starts with. Throws `invalid` for those that it would refuse: it would go on with its defaults, and
 * what came of that would be another answer than the one that was asked for.
 */
export function startInputs(
  given: GivenInputs,
  manifest: HandlerManifest,
): { readonly [name: string]: JsonValue } {
  const values = namedInputs(given, manifest)
  try {
    checkInputs(values, manifest, {})
  } catch (thrown) {
    throw new SoundcheckError('invalid', `--args: ${messageOf(thrown)}`, {
      hint: 'Give a value that the handler takes, or leave the input out.',
      cause: thrown,
    })
  }
  return { ...manifest.inputDefaults, ...values }
}
