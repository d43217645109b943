import type { StoredRow } from '../../journal/journal-line'

/** One line of what happened to a connection, as webrtc-internals lists it. */
export interface LogEntry {
  /** ms since the epoch. */
  readonly timestamp: number
  /** The same for readers from before there was that. */
  readonly time: string
  readonly type: string
  readonly value: string
}

type Told = readonly [type: string, value: unknown]

/** States of a session in the words of a connection. */
const connectionStates: { readonly [state: string]: string } = {
  connecting: 'connecting',
  live: 'connected',
  closed: 'closed',
  failed: 'failed',
}

function candidate({ text, fields }: StoredRow): readonly Told[] {
  if (!text.startsWith('candidate:')) return []
  const type = fields.side === 'local' ? 'icecandidate' : 'addIceCandidate'
  return [[type, { sdpMid: '0', sdpMLineIndex: 0, candidate: text }]]
}

function told(row: StoredRow): readonly Told[] {
  const { type, text, fields } = row
  const { state } = fields
  switch (type) {
    case 'offer':
      return [['setRemoteDescription', { type, sdp: text }]]
    case 'answer':
      return [
        ['createAnswerOnSuccess', { type, sdp: text }],
        ['setLocalDescription', { type, sdp: text }],
      ]
    case 'candidate':
      return candidate(row)
    case 'ice':
      return [['iceconnectionstatechange', state ?? text]]
    case 'gathering':
      return [['icegatheringstatechange', state ?? text]]
    case 'session': {
      const word = connectionStates[String(state)]
      return word === undefined ? [] : [['connectionstatechange', word]]
    }
    default:
      return [[type ?? 'note', text]]
  }
}

/** The lines that a row of the kind `signal` becomes. */
export function logEntriesOf(row: StoredRow, openedAt: number): readonly LogEntry[] {
  const timestamp = openedAt + row.atUs / 1000
  const time = new Date(timestamp).toISOString()
  return told(row).map(([type, value]) => ({ timestamp, time, type, value: JSON.stringify(value) }))
}
