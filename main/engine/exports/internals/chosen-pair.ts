import type { StoredRow } from '../../journal/journal-line'
import type { StatObject } from './stat-series'

const LOCAL = /^we at (\S+) \((\w+)\)/

function endOf(id: string, type: string, place: string, candidateType: string, protocol: string): StatObject {
  const colon = place.lastIndexOf(':')
  const address = place.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  const port = Number(place.slice(colon + 1))
  return { id, type, values: { transportId: 'T1', address, port, protocol, candidateType } }
}

/** The two ends of the pair that a row of the phase `pair` tells of; null for any other row. */
export function chosenPair(row: StoredRow): readonly StatObject[] | null {
  const { address, candidate, protocol } = row.fields
  const [, local, localType = 'host'] = LOCAL.exec(row.text) ?? []
  if (row.type !== 'pair' || local === undefined || typeof address !== 'string') return null
  const over = String(protocol ?? 'udp')
  return [
    endOf('LC1', 'local-candidate', local, localType, over),
    endOf('RC1', 'remote-candidate', address, String(candidate ?? 'host'), over),
  ]
}
