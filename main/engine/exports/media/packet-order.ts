import { createReorderBuffer, type Ready } from '../../media/reorder-buffer'
import type { RtpHeader } from '../../media/rtp-header'
import { createSequenceUnwrapper } from '../../media/timebase'

/** One packet of media on its way into a file. */
export interface MediaPacket {
  readonly header: Pick<RtpHeader, 'sequence' | 'timestamp' | 'marker' | 'ssrc'>
  readonly payload: Uint8Array
  /** In lower case. */
  readonly codec: string
  /** Hz, where it is not the one that the codec always has. */
  readonly sampleRate: number | null
  /** When it came or left, ms on the session's clock. */
  readonly at: number
}

/** Nobody waits for the file: so long one that is missing may still come, ms. */
const MAX_WAIT = 500
const MAX_HELD = 500

/** The packets of one stream in their order. */
export function createPacketOrder(take: (ready: Ready<MediaPacket>) => void) {
  const sequences = createSequenceUnwrapper()
  const buffer = createReorderBuffer<MediaPacket>({ maxWait: MAX_WAIT, maxHeld: MAX_HELD })
  return {
    push(packet: MediaPacket): void {
      const sequence = sequences.unwrap(packet.header.sequence)
      for (const ready of buffer.push(sequence, packet, packet.at)) take(ready)
    },
    end(): void {
      for (const ready of buffer.tick(Number.POSITIVE_INFINITY)) take(ready)
    },
  }
}

export type PacketOrder = ReturnType<typeof createPacketOrder>
