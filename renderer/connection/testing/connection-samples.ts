import type { SignalRow } from '../signal-row'

const fingerprint = (pair: string) => `sha-256 ${Array<string>(32).fill(pair).join(':')}`

/** An offer of sound, pictures and messages, shorter than browsers make it. */
export const sampleOffer = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1 2',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:secretsecretsecretsecret',
  'a=ice-options:trickle',
  `a=fingerprint:${fingerprint('AA')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98',
  'c=IN IP4 0.0.0.0',
  'a=mid:1',
  'a=sendonly',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:98 rtx/90000',
  'a=fmtp:98 apt=96',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=mid:2',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n')

export const sampleAnswer = [
  'v=0',
  'o=- 3 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1 2',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=candidate:1 1 udp 2116026367 127.0.0.1 34998 typ host',
  'a=end-of-candidates',
  'a=ice-ufrag:4858',
  'a=ice-pwd:anothersecret123456789',
  'a=ice-options:trickle',
  `a=fingerprint:${fingerprint('BB')}`,
  'a=setup:active',
  'a=mid:0',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=mid:1',
  'a=recvonly',
  'a=rtcp-mux',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=mid:2',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n')

export const sampleSecurity = [
  'connected',
  'our part: client',
  'version: DTLS 1.2',
  'cipher: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'media keys: AEAD_AES_128_GCM',
  `our certificate: ${fingerprint('BB')}`,
  `the client’s certificate: ${fingerprint('AA')}`,
].join('\n')

const candidate = (side: 'local' | 'remote', address: string, priority: number, protocol = 'udp') => {
  const [host, port] = [address.replace(/:\d+$/, ''), address.replace(/^.*:/, '')]
  const tcp = protocol === 'tcp' ? ' tcptype active' : ''
  return {
    type: 'candidate',
    text: `candidate:1 1 ${protocol} ${priority} ${host} ${port} typ host${tcp} generation 0`,
    fields: { side, protocol, address, candidate: 'host' },
  }
}
const state = (type: string, name: string, text = name) => ({ type, text, fields: { state: name } })

/** A connection that came about within half a second, as the engine tells of it. */
const told: readonly (readonly [ms: number, row: Pick<SignalRow, 'type' | 'text' | 'fields'>])[] = [
  [1, state('session', 'connecting')],
  [2, { type: 'offer', text: sampleOffer, fields: { side: 'remote' } }],
  [40, state('gathering', 'gathering')],
  [43, candidate('local', '127.0.0.1:34998', 2116026367)],
  [44, candidate('local', '192.0.2.2:45765', 2116026360)],
  [45, state('gathering', 'complete')],
  [46, state('ice', 'checking')],
  [
    47,
    {
      type: 'session',
      text: 'audio: both ways, opus (payload type 111); sent as opus\nvideo: from the client, VP8 (payload type 96)',
      fields: {},
    },
  ],
  [50, { type: 'answer', text: sampleAnswer, fields: { side: 'local' } }],
  [60, candidate('remote', '127.0.0.1:52932', 2122194687)],
  [61, candidate('remote', '127.0.0.1:9', 1518214911, 'tcp')],
  [62, candidate('remote', '[::1]:42984', 2122267903)],
  [180, state('ice', 'connected')],
  [
    181,
    {
      type: 'pair',
      text: 'we at 127.0.0.1:34998 (host), the client at 127.0.0.1:52932 (host), over udp',
      fields: { protocol: 'udp', address: '127.0.0.1:52932', candidate: 'host' },
    },
  ],
  [182, state('dtls', 'connecting')],
  [290, state('dtls', 'connected', sampleSecurity)],
  [291, state('sctp', 'connecting')],
  [350, state('sctp', 'connected')],
  [351, state('session', 'live')],
  [360, state('channel', 'open', 'data channel "text" open')],
]

export const sampleSignals: readonly SignalRow[] = told.map(([ms, row], n) => ({
  ...{ n, atUs: ms * 1000, direction: null },
  ...row,
}))

/** As far as they had come at a time, ms. */
export const signalsUntil = (ms: number): readonly SignalRow[] =>
  sampleSignals.filter(({ atUs }) => atUs <= ms * 1000)

export const signal = (
  ms: number,
  type: string,
  text: string,
  fields: SignalRow['fields'] = {},
): SignalRow => ({
  ...{ n: 1000 + ms, atUs: ms * 1000, direction: null },
  ...{ type, text, fields },
})
