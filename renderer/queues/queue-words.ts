import type { QueueName, QueueReading } from '../../contract/state'

/** Seen from the person at the window: what waits, and for whom. */
export const queueWords: { readonly [N in QueueName]: string } = {
  'audio in': 'Sound for the handler',
  'video in': 'Pictures for the handler',
  'messages in': 'Messages for the handler',
  'audio out': 'Sound from the handler',
  'video out': 'Pictures from the handler',
  'messages out': 'Messages from the handler',
  outputs: 'Additional outputs',
  journal: 'Journal',
}

const inBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

const inMs = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** `3 of 50 blocks`, `1.2 s of 60.0 s`. */
export function depthText({ depth, limit, unit }: Pick<QueueReading, 'depth' | 'limit' | 'unit'>): string {
  if (unit === 'bytes') return `${inBytes(depth)} of ${inBytes(limit)}`
  if (unit === 'ms') return `${inMs(depth)} of ${inMs(limit)}`
  return `${depth.toLocaleString('en')} of ${limit.toLocaleString('en')} ${unit}`
}

/** In the unit of the queue. */
export function droppedText({ dropped, unit }: Pick<QueueReading, 'dropped' | 'unit'>): string {
  if (dropped === 0) return '–'
  if (unit === 'bytes') return inBytes(dropped)
  return unit === 'ms' ? inMs(dropped) : dropped.toLocaleString('en')
}

export const ageText = (ageMs: number | null): string => (ageMs === null ? '–' : inMs(ageMs))

/** How full, 0..1. */
export const fillOf = ({ depth, limit }: Pick<QueueReading, 'depth' | 'limit'>): number =>
  limit > 0 ? Math.min(1, Math.max(0, depth / limit)) : 0
