import type { ClientStat } from '../../contract/stats'

/** What a browser tells of a connection over time; certificates, candidates and codecs are told by the negotiation. */
const types: ReadonlySet<string> = new Set([
  ...['inbound-rtp', 'outbound-rtp', 'remote-inbound-rtp', 'remote-outbound-rtp'],
  ...['media-source', 'media-playout', 'candidate-pair', 'transport', 'data-channel'],
])
/** Of words only those that say something of the quality: not the names of devices and objects. */
const words: ReadonlySet<string> = new Set([
  ...['kind', 'state', 'dtlsState', 'qualityLimitationReason', 'selectedCandidatePairId'],
])

function isTold(name: string, value: unknown): value is number | boolean | string {
  if (name === 'timestamp') return false
  if (typeof value === 'string') return words.has(name)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

interface Stat {
  readonly id: string
  readonly type: string
}

/** The numbers, flags and telling words of a `getStats` report. */
export function toClientStats(report: { forEach(visit: (stat: Stat) => void): void }): readonly ClientStat[] {
  const stats: ClientStat[] = []
  report.forEach((stat) => {
    if (!types.has(stat.type)) return
    const told = Object.entries(stat).filter(([name, value]) => isTold(name, value))
    stats.push({ ...Object.fromEntries(told), id: stat.id, type: stat.type })
  })
  return stats
}
