interface Stat {
  readonly id: string
  readonly type: string
  readonly selectedCandidatePairId?: string
  readonly currentRoundTripTime?: number
}

/** Round trip of the selected candidate pair, ms. Source: W3C webrtc-stats, `RTCIceCandidatePairStats`, in seconds there. */
export function roundTripOf(report: { forEach(visit: (stat: Stat) => void): void }): number | null {
  const stats = new Map<string, Stat>()
  report.forEach((stat) => {
    stats.set(stat.id, stat)
  })
  const transport = [...stats.values()].find((stat) => stat.type === 'transport')
  const pair = stats.get(transport?.selectedCandidatePairId ?? '')
  return pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000
}
