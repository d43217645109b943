import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'

export type InputValues = { readonly [name: string]: JsonValue }

/** The names of a handler's inputs, in the order of its schema. */
export function inputNames(manifest: Pick<HandlerManifest, 'inputs'>): readonly string[] {
  const properties = manifest.inputs?.properties
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return []
  return Object.keys(properties)
}

/** The handler's defaults with what was set here; edits of inputs that a newer version no longer has are left out. */
export function inputValues(
  manifest: Pick<HandlerManifest, 'inputs' | 'inputDefaults'>,
  edits: InputValues | undefined,
): InputValues {
  const names = inputNames(manifest)
  const known = Object.entries(edits ?? {}).filter(([name]) => names.includes(name))
  return { ...manifest.inputDefaults, ...Object.fromEntries(known) }
}

/** `values` but for the button that is held: that is not edited, but pressed. */
export function withoutHeld(manifest: Pick<HandlerManifest, 'turns'>, values: InputValues): InputValues {
  const held = manifest.turns?.pushToTalk
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== held))
}

/** The values that a session begins with: nobody holds the button yet. */
export function startValues(
  manifest: Pick<HandlerManifest, 'inputs' | 'inputDefaults' | 'turns'>,
  edits: InputValues | undefined,
): InputValues {
  const held = manifest.turns?.pushToTalk
  return { ...inputValues(manifest, edits), ...(held ? { [held]: false } : {}) }
}
