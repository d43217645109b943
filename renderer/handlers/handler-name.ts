/** As much as a request takes. */
export const MAX_NAME_CHARS = 100

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const isTaken = (name: string, ids: readonly string[]): boolean =>
  // On most systems a file cannot lie beside another that differs in case alone.
  ids.some((id) => id.toLowerCase() === `${name}.ts`)

/** Why a new file cannot have this name (without `.ts`); null when it can. `ids` are those of the handlers there are. */
export function nameTrouble(name: string, ids: readonly string[]): string | null {
  if (name === '') return 'Enter a name.'
  if (/\.[a-z]*$/i.test(name)) return 'Leave out the ending: .ts is added.'
  if (/[A-Z]/.test(name)) return 'Use small letters only.'
  if (/[^a-z0-9-]/.test(name)) return 'Use letters a to z, digits and hyphens only.'
  if (/^[^a-z]/.test(name)) return 'Begin with a letter.'
  if (!KEBAB.test(name)) return 'Put single hyphens between words only.'
  if (name.length > MAX_NAME_CHARS) return `Use at most ${MAX_NAME_CHARS} characters.`
  return isTaken(name, ids) ? `There is a ${name}.ts already.` : null
}

/** The example's own name while it is free, else with the first number that is. */
export function freeName(example: string, ids: readonly string[]): string {
  if (!isTaken(example, ids)) return example
  let number = 2
  while (isTaken(`${example}-${number}`, ids)) number += 1
  return `${example}-${number}`
}
