/**
 * The answer with its data channel in the form of the offer's: older clients (aiortc 1.4) write `DTLS/SCTP 5000` and `a=sctpmap`,
 * as drafts before RFC 8841 had it.
 */
export function answerInKind(answer: string, offer: string): string {
  if (!/^m=application \d+ DTLS\/SCTP \d+/m.test(offer)) return answer
  const port = /^a=sctp-port:(\d+)/m.exec(answer)?.[1] ?? '5000'
  return answer
    .replace(/^(m=application \d+) \S+ webrtc-datachannel/m, `$1 DTLS/SCTP ${port}`)
    .replace(/^a=sctp-port:\d+/m, `a=sctpmap:${port} webrtc-datachannel 65535`)
}
