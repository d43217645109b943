import type { RTCDtlsTransport, RTCPeerConnection } from 'werift'
import type { Clock } from '../clock'
import { readRtpHeader } from '../media/rtp-header'
import type { WireEvents } from '../peer'

export interface PacketTapOptions {
  readonly clock: Clock
  readonly on: Pick<WireEvents, 'rtp' | 'rtcp'>
}

/** What goes out as it was before it was encrypted: the header stays readable, so it is written only once. */
function plaintextOf(encrypted: Buffer, payload: Buffer): Buffer | null {
  const header = readRtpHeader(encrypted)
  return header && Buffer.concat([encrypted.subarray(0, header.payloadAt), payload])
}

function tapRtp({ srtp }: RTCDtlsTransport, { clock, on }: PacketTapOptions): void {
  const decrypt = srtp.decrypt
  const encrypt = srtp.encrypt.bind(srtp)
  srtp.decrypt = (datagram) => {
    const bytes = decrypt(datagram)
    on.rtp({ direction: 'in', at: clock.now(), bytes })
    return bytes
  }
  srtp.encrypt = (payload, header) => {
    const encrypted = encrypt(payload, header)
    const bytes = plaintextOf(encrypted, payload)
    if (bytes) on.rtp({ direction: 'out', at: clock.now(), bytes })
    return encrypted
  }
}

function tapRtcp({ srtcp }: RTCDtlsTransport, { clock, on }: PacketTapOptions): void {
  const decrypt = srtcp.decrypt
  const encrypt = srtcp.encrypt.bind(srtcp)
  srtcp.decrypt = (datagram) => {
    const bytes = decrypt(datagram)
    on.rtcp({ direction: 'in', at: clock.now(), bytes })
    return bytes
  }
  srtcp.encrypt = (bytes) => {
    on.rtcp({ direction: 'out', at: clock.now(), bytes })
    return encrypt(bytes)
  }
}

/**
 * Tells of every RTP and RTCP packet that passes, as it passes: also of those that nobody here has use for. What does not decrypt
 * was sent by somebody else, and is not told.
 * To be called when the transports exist and are not connected yet, after whatever changes how they encrypt.
 */
export function tapPackets(pc: RTCPeerConnection, options: PacketTapOptions): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      // Its keys are made right before this, and no packet is taken in between.
      if (state !== 'connected') return
      tapRtp(transport, options)
      tapRtcp(transport, options)
    })
  }
}
