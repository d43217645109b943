/** What has left the browser's jitter buffer for sound since the connection began. */
interface Buffered {
  /** Of all samples together, s. */
  readonly delay: number
  /** Samples. */
  readonly count: number
}

interface Stat {
  readonly type: string
  readonly kind?: string
  readonly jitterBufferDelay?: number
  readonly jitterBufferEmittedCount?: number
}

/** Source: W3C webrtc-stats, RTCInboundRtpStreamStats. */
export function readBuffered(report: { forEach(visit: (stat: Stat) => void): void } | null): Buffered {
  let read: Buffered = { delay: 0, count: 0 }
  report?.forEach(({ type, kind, jitterBufferDelay: delay = 0, jitterBufferEmittedCount: count = 0 }) => {
    if (type === 'inbound-rtp' && kind === 'audio') read = { delay, count }
  })
  return read
}

/** How long a sample was held back between two readings, ms; 0 where none was. */
export function heldBack(before: Buffered, after: Buffered): number {
  const count = after.count - before.count
  return count > 0 ? Math.max(0, ((after.delay - before.delay) / count) * 1000) : 0
}
