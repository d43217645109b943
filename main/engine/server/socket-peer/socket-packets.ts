import type { RowDirection } from '../../../../contract/journal'
import type { Clock } from '../../clock'
import type { WireCodec, WireEvents } from '../../peer'

/** The rates of the mu-law on a socket, Hz. */
export interface SocketRates {
  readonly in: number
  readonly out: number
}

/** What one packet holds at most, ms: as a telephone has it. */
const PART = 20
/** A pause that is longer is one in its timestamps, too, ms. */
const PAUSE = 100
const HEADER_BYTES = 12
const VERSION = 0x80
const MARKER = 0x80
const TELEPHONE_RATE = 8000
/** Source: RFC 3551 table 4; G.711 at another rate has no number of its own. */
const payloadType = (direction: RowDirection, rate: number): number =>
  rate === TELEPHONE_RATE ? 0 : direction === 'in' ? 96 : 97

const codecOf = (clockRate: number): WireCodec => ({ medium: 'audio', name: 'pcmu', clockRate })

export interface SocketPacketsOptions {
  /** Left out = nobody keeps a record. */
  readonly wire: WireEvents | undefined
  readonly clock: Clock
  readonly rates: SocketRates
}

/** Packets of one direction. Source: RFC 3550 section 5.1. */
function createPacketizer(direction: RowDirection, rate: number, clock: Clock) {
  const origin = clock.now()
  let sequence = 0
  /** Timestamp of what comes next, when it comes in its time. */
  let next = 0

  return (payload: Uint8Array): Uint8Array => {
    const due = Math.round(((clock.now() - origin) * rate) / 1000)
    const begins = sequence === 0 || due - next > (rate * PAUSE) / 1000
    if (begins) next = Math.max(next, due)
    const bytes = Buffer.alloc(HEADER_BYTES + payload.length)
    bytes.writeUInt8(VERSION, 0)
    bytes.writeUInt8((begins ? MARKER : 0) | payloadType(direction, rate), 1)
    bytes.writeUInt16BE(sequence & 0xffff, 2)
    bytes.writeUInt32BE(next >>> 0, 4)
    bytes.writeUInt32BE(direction === 'in' ? 1 : 2, 8)
    bytes.set(payload, HEADER_BYTES)
    sequence += 1
    next += payload.length
    return bytes
  }
}

/**
 * Writes down the sound on a socket as the RTP packets that would have carried it, so that it can be seen, searched, heard and
 * exported as that of any other call. The headers are made up; times, sizes and contents are true.
 */
export function createSocketPackets({ wire, clock, rates }: SocketPacketsOptions) {
  const packetizers = {
    in: createPacketizer('in', rates.in, clock),
    out: createPacketizer('out', rates.out, clock),
  }
  wire?.agreed(
    new Map([
      [payloadType('in', rates.in), codecOf(rates.in)],
      [payloadType('out', rates.out), codecOf(rates.out)],
    ]),
  )
  return {
    /** Mu-law of any length that came, or was sent, just now. */
    passed(direction: RowDirection, payload: Uint8Array): void {
      if (!wire) return
      const partBytes = Math.round((rates[direction] * PART) / 1000)
      for (let from = 0; from < payload.length; from += partBytes) {
        const bytes = packetizers[direction](payload.subarray(from, from + partBytes))
        wire.rtp({ direction, at: clock.now(), bytes })
      }
    },
  }
}
