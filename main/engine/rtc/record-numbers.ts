import type { RTCPeerConnection } from 'werift'

/** Above every number that a handshake takes (about six, more with retransmissions), far below the 2^48 there are. */
const FIRST_FREE_NUMBER = 1000

/**
 * Keeps application data from repeating the record number of the handshake's last message. werift 0.25 sends its Finished
 * under the next number of the handshake but begins to count anew behind it; the record that comes by that number again
 * looks like a replay, the peer drops it (RFC 6347 section 4.1.2.6), and a message of every call arrived a second late.
 * To be called when the transports exist and are not connected yet.
 */
export function withFreshRecordNumbers(pc: RTCPeerConnection): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      const records = transport.dtls?.dtls
      if (state !== 'connected' || !records) return
      records.recordSequenceNumber = Math.max(records.recordSequenceNumber, FIRST_FREE_NUMBER)
    })
  }
}
