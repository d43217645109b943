import { SoundcheckError } from '../../contract/errors'

export interface Variable {
  readonly name: string
  readonly value: string
}

/** What a message with variables is filled in from. */
export interface VariableSource {
  readonly variables: readonly Variable[]
  /** ms since the epoch. */
  readonly now: () => number
  readonly uuid: () => string
  /** Counts from 1, one more for each message in which it stands. */
  readonly counter: () => number
}

/** Those that are made anew for each message. */
export const builtInVariables: readonly { readonly name: string; readonly about: string }[] = [
  { name: '$timestamp', about: 'milliseconds since 1970' },
  { name: '$uuid', about: 'a new UUID' },
  { name: '$counter', about: 'one more with each message' },
]

const places = /\{\{\s*(\$?[\w.-]+)\s*\}\}/g

/** The names of the variables in a text, each once. */
export const variablesIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(places)].map(([, name]) => name ?? '')),
]

/** The names in a text that mean nothing. */
export function unknownVariables(text: string, variables: readonly Variable[]): readonly string[] {
  const known = new Set([...builtInVariables, ...variables].map(({ name }) => name))
  return variablesIn(text).filter((name) => !known.has(name))
}

/** The text with the values in the places of the names. Throws `invalid` for a name that means nothing. */
export function fillIn(text: string, source: VariableSource): string {
  const [unknown] = unknownVariables(text, source.variables)
  if (unknown !== undefined) {
    throw new SoundcheckError('invalid', `There is no variable named ${unknown}.`, {
      hint: 'Give it a value under Saved messages, or correct its name.',
    })
  }
  // One value for a message, also where a name stands in it twice.
  const values = new Map(source.variables.map(({ name, value }) => [name, value]))
  const named = variablesIn(text)
  if (named.includes('$timestamp')) values.set('$timestamp', String(source.now()))
  if (named.includes('$uuid')) values.set('$uuid', source.uuid())
  if (named.includes('$counter')) values.set('$counter', String(source.counter()))
  return text.replace(places, (_all, name: string) => values.get(name) ?? '')
}
