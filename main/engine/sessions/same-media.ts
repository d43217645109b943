import type { HandlerManifest } from '../../../contract/manifest'

type Fields = readonly (keyof HandlerManifest)[]

const negotiated: Fields = ['modality', 'mode']
const input: Fields = [...negotiated, 'inputSampleRate', 'expectedLayout', 'videoFormat']

function agree(a: HandlerManifest, b: HandlerManifest, fields: Fields): boolean {
  return fields.every((field) => a[field] === b[field])
}

/** Whether both can be served over the same connection. */
export function takesSameMedia(a: HandlerManifest, b: HandlerManifest): boolean {
  return agree(a, b, negotiated)
}

/** Whether what is decoded for one can be given to the other. */
export function takesSameInput(a: HandlerManifest, b: HandlerManifest): boolean {
  return agree(a, b, input)
}
