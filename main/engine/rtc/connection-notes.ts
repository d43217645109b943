import type { RTCDtlsTransport, RTCIceTransport, RTCPeerConnection } from 'werift'
import type { SignalNote } from '../peer'
import { addressOf, describeCandidate } from './describe-candidate'
import { describeSecurity } from './describe-security'

type Tell = (note: SignalNote) => void

const directions = { local: 'out', remote: 'in' } as const

/** One address that a side offers; an empty line says that it has no more. */
export function candidateNote(line: string, side: 'local' | 'remote'): SignalNote {
  const note = { phase: 'candidate', direction: directions[side] } as const
  if (line === '') return { ...note, text: 'no more candidates', fields: { side } }
  return { ...note, ...describeCandidate(line, side) }
}

/** What a session description says, and the addresses in it. Those of ours were told when they were found. */
export function descriptionNotes(phase: 'offer' | 'answer', sdp: string): readonly SignalNote[] {
  if (phase === 'answer') return [{ phase, direction: 'out', text: sdp, fields: { side: 'local' } }]
  // Of a bundle each medium may repeat the same ones.
  const lines = new Set(sdp.match(/^a=candidate:.*$/gm))
  const offered: SignalNote = { phase, direction: 'in', text: sdp, fields: { side: 'remote' } }
  return [offered, ...[...lines].map((line) => candidateNote(line, 'remote'))]
}

function notePair({ connection }: RTCIceTransport, tell: Tell): () => void {
  let known = ''
  return () => {
    const pair = connection.nominated
    if (!pair || pair.id === known) return
    known = pair.id
    const { localCandidate: ours, remoteCandidate: theirs } = pair
    const from = addressOf(ours.host, ours.port)
    const to = addressOf(theirs.host, theirs.port)
    tell({
      phase: 'pair',
      text: `we at ${from} (${ours.type}), the client at ${to} (${theirs.type}), over ${ours.transport}`,
      fields: { protocol: ours.transport.toLowerCase(), address: to, candidate: theirs.type },
    })
  }
}

function noteIce(transport: RTCIceTransport, tell: Tell): void {
  const tellPair = notePair(transport, tell)
  transport.connection.onIceCandidate.subscribe((candidate) =>
    tell(candidateNote(`candidate:${candidate.toSdp()}`, 'local')),
  )
  transport.onStateChange.subscribe((state) => {
    // werift 0.25 says so, too, when it has gathered our candidates and nothing is connected.
    if (state === 'completed' && !transport.connection.nominated) return
    tell({ phase: 'ice', text: state, fields: { state } })
    if (state === 'connected' || state === 'completed') tellPair()
  })
}

function noteDtls(transport: RTCDtlsTransport, tell: Tell): void {
  transport.onStateChange.subscribe((state) => {
    const text = state === 'connected' ? `${state}\n${describeSecurity(transport)}` : state
    tell({ phase: 'dtls', text, fields: { state } })
  })
}

function noteSctp({ sctpTransport }: RTCPeerConnection, tell: Tell): void {
  let known = ''
  if (!sctpTransport) return
  for (const state of ['connecting', 'connected', 'closed'] as const) {
    sctpTransport.sctp.stateChanged[state].subscribe(() => {
      if (state === known) return
      known = state
      tell({ phase: 'sctp', text: state, fields: { state } })
    })
  }
}

/**
 * Tells of every step of how a connection comes about, and of its end.
 * To be called when the transports exist and gathering has not begun.
 */
export function noteConnection(pc: RTCPeerConnection, tell: Tell): void {
  pc.iceGatheringStateChange.subscribe((state) =>
    tell({ phase: 'gathering', text: state, fields: { state } }),
  )
  for (const transport of pc.iceTransports) noteIce(transport, tell)
  for (const transport of pc.dtlsTransports) noteDtls(transport, tell)
  noteSctp(pc, tell)
}
