import type { RTCPeerConnection } from 'werift'

/**
 * Leaves the client the active part in DTLS when it offers that alone, as FFmpeg does: werift 0.25 would answer that it is active,
 * too, and both would wait. Source: RFC 8842 section 5.3.
 * To be called between `setRemoteDescription` and `createAnswer`.
 */
export function withFittingDtlsRole(pc: RTCPeerConnection, offer: string): void {
  if (/^a=setup:(actpass|passive)\r?$/m.test(offer) || !/^a=setup:active\r?$/m.test(offer)) return
  for (const transport of pc.dtlsTransports) transport.role = 'server'
}
