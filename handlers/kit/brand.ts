/**
 * Brands tell the kit's objects apart without `instanceof`, so that a value made by a second copy of the kit (one bundled
 * into an author's dependency, say) is still known for what it is.
 */
export const handlerKindBrand: unique symbol = Symbol.for('soundcheck.handler-kind')
export const additionalOutputsBrand: unique symbol = Symbol.for('soundcheck.additional-outputs')
export const closeStreamBrand: unique symbol = Symbol.for('soundcheck.close-stream')
export const videoFrameBrand: unique symbol = Symbol.for('soundcheck.video-frame')
export const webrtcErrorBrand: unique symbol = Symbol.for('soundcheck.webrtc-error')

/** Whether `value` is an object that carries `brand`, of whichever copy of the kit. */
export function isBranded(value: unknown, brand: symbol): boolean {
  return typeof value === 'object' && value !== null && brand in value
}
