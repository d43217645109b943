import { DtlsClient, type RTCPeerConnection } from 'werift'

/**
 * ms. Browsers, aiortc and GStreamer keep a first message that comes before they are ready; to a werift peer it would be lost, and
 * only said again after half a second.
 */
const HEAD_START = 25

function connectNow(dtls: DtlsClient): void {
  const connecting = dtls.connect()
  // Who waits for it comes later: until then a failure is nobody's.
  connecting.catch(() => undefined)
  dtls.connect = () => connecting
}

/**
 * Begins the DTLS handshake soon after the connection has a way: werift 0.25 lets 100 ms pass before, and all of it every call
 * would wait for its first sound.
 * To be called when the transports exist and are not connected yet.
 */
export function withPromptHandshake(pc: RTCPeerConnection): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      if (state !== 'connecting') return
      setTimeout(() => {
        const { dtls } = transport
        if (dtls instanceof DtlsClient && transport.state === 'connecting') connectNow(dtls)
      }, HEAD_START).unref()
    })
  }
}
