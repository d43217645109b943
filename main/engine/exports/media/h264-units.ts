import { uint16At } from '../../media/network-order'

/** Source: RFC 6184 sections 5.2, 5.6 to 5.8. */
const TYPE = 0x1f
const LAST_SINGLE = 23
const AGGREGATE = 24
const FRAGMENT = 28
const FRAGMENT_START = 0x80
const FRAGMENT_END = 0x40
const SIZE_BYTES = 2

/** The NAL units out of payloads in their order: whole ones, several in one packet, and one in several packets. */
export function createH264Units() {
  let units: Uint8Array[] = []
  let fragments: Uint8Array[] | null = null
  let isBroken = false

  function addAggregate(payload: Uint8Array): void {
    for (let at = 1; at < payload.length; ) {
      const end = at + SIZE_BYTES + uint16At(payload, at)
      if (end > payload.length) isBroken = true
      units.push(payload.subarray(at + SIZE_BYTES, end))
      at = end
    }
  }

  function addFragment(payload: Uint8Array): void {
    const [indicator = 0, header = 0] = payload
    if ((header & FRAGMENT_START) !== 0) fragments = [Uint8Array.of((indicator & ~TYPE) | (header & TYPE))]
    if (!fragments) isBroken = true
    fragments?.push(payload.subarray(2))
    if ((header & FRAGMENT_END) === 0) return
    units.push(Buffer.concat(fragments ?? []))
    fragments = null
  }

  return {
    add(payload: Uint8Array): void {
      const type = (payload[0] ?? 0) & TYPE
      if (type === AGGREGATE) addAggregate(payload)
      else if (type === FRAGMENT) addFragment(payload)
      else if (type > 0 && type <= LAST_SINGLE) units.push(payload)
      // Of the forms of the interleaved mode, which nobody in WebRTC uses.
      else isBroken = true
    },
    /** The units since the last time; null where something of them is missing. */
    take(): readonly Uint8Array[] | null {
      const taken = isBroken || fragments || units.length === 0 ? null : units
      units = []
      fragments = null
      isBroken = false
      return taken
    },
  }
}
