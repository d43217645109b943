import type { ConnectionEvidence, StreamEvidence } from './evidence'

interface Stat {
  readonly type: string
  readonly kind?: string
  readonly dtlsState?: string
  readonly packetsSent?: number
  readonly packetsReceived?: number
  readonly packetsLost?: number
  readonly concealedSamples?: number
  readonly totalSamplesReceived?: number
  readonly totalSamplesCount?: number
  readonly framesEncoded?: number
  readonly framesDecoded?: number
  readonly totalAudioEnergy?: number
}

/** Of W3C webrtc-stats what tells whether a link is alive; null where the browser knows of no such stream. */
export function readStats(report: { forEach(visit: (stat: Stat) => void): void }): ConnectionEvidence {
  const stats: Stat[] = []
  report.forEach((stat) => {
    stats.push(stat)
  })
  const find = (type: string, kind?: string): Stat | undefined =>
    stats.find((stat) => stat.type === type && (kind === undefined || stat.kind === kind))
  const stream = (type: string, kind: string): StreamEvidence | null => {
    const stat = find(type, kind)
    return stat ? streamOf(stat) : null
  }
  return {
    state: find('transport')?.dtlsState ?? null,
    sent: { audio: stream('outbound-rtp', 'audio'), video: stream('outbound-rtp', 'video') },
    received: { audio: stream('inbound-rtp', 'audio'), video: stream('inbound-rtp', 'video') },
    played: find('media-playout')?.totalSamplesCount ?? null,
  }
}

const streamOf = (stat: Stat): StreamEvidence => ({
  packets: stat.packetsSent ?? stat.packetsReceived ?? 0,
  lost: stat.packetsLost ?? 0,
  concealed: stat.concealedSamples ?? 0,
  samples: stat.totalSamplesReceived ?? 0,
  frames: stat.framesEncoded ?? stat.framesDecoded ?? 0,
  energy: stat.totalAudioEnergy ?? 0,
})
