import type { Door, SessionEntry } from '../../contract/state'
import { chosenPair, wayOf } from './addresses'
import { cipherWord } from './security'
import { firstOf, lastOf, type SignalRow } from './signal-row'

export type HeadlineTone = 'good' | 'busy' | 'bad' | 'over'

/** How a connection is, and what that means. */
export interface Headline {
  readonly tone: HeadlineTone
  readonly title: string
  readonly text: string
}

/** What doors without WebRTC have instead of all this. */
export const plainDoors: { readonly [D in Door]?: string } = {
  websocket:
    'The client came in by a WebSocket: one TCP connection carries sound and messages in order. There is no offer, no search for a way and no encryption of its own (that is up to wss://); nothing can be lost, but what is late delays all after it.',
  telephone:
    'The call comes over the telephone company’s WebSocket: sound in messages of 20 ms, 8 kHz mu-law. The company’s own connection to the telephone is not seen here.',
  clip: 'A file is played to the handler inside of this app: there is no network between them.',
}

const lasted = (us: number): string => {
  const seconds = us / 1e6
  return seconds < 120
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

function connected(rows: readonly SignalRow[]): string {
  const pair = chosenPair(rows)
  const cipher = cipherWord(rows)
  const parts = [
    pair &&
      `${pair.protocol.toUpperCase()}, ${pair.ours ? `${pair.ours.address} to ` : ''}${pair.theirs.address}`,
    cipher && `encrypted with ${cipher}`,
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}

/** The step that is being waited for, each with what it means. */
function waiting(rows: readonly SignalRow[]): Headline {
  const tone = 'busy'
  if (!firstOf(rows, 'offer'))
    return {
      tone,
      title: 'Waiting for an offer',
      text: 'The client says first what it can send and receive.',
    }
  if (!firstOf(rows, 'answer'))
    return { tone, title: 'Answering the offer', text: 'Soundcheck chooses from what the client offers.' }
  if (!lastOf(rows, 'pair'))
    return {
      tone,
      title: 'Looking for a way to the client',
      text: 'Both sides try each other’s addresses (ICE). If this lasts, a firewall is in the way, or the addresses cannot be reached.',
    }
  if (!lastOf(rows, 'dtls', 'connected'))
    return { tone, title: 'Agreeing on keys', text: 'There is a way; the handshake (DTLS) makes it safe.' }
  return { tone, title: 'Almost there', text: 'There is a safe way; the session begins.' }
}

function ended(session: SessionEntry | null, row: SignalRow): Headline {
  const failed = row.fields.state === 'failed'
  const reason = session?.reason ?? /^\w+: (.+)$/.exec(row.text)?.[1] ?? null
  const what = failed ? 'Failed' : 'Ended'
  return {
    tone: failed ? 'bad' : 'over',
    title: `${what} after ${lasted(row.atUs)}${reason ? `: ${reason}` : ''}`,
    text: failed ? 'The last step below that was reached shows where it stopped.' : 'This is how it was.',
  }
}

export function headlineOf(rows: readonly SignalRow[], session: SessionEntry | null): Headline {
  const end = lastOf(rows, 'session', 'failed') ?? lastOf(rows, 'session', 'closed')
  if (end) return ended(session, end)
  if (session?.status === 'closed' || session?.status === 'failed')
    return {
      tone: session.status === 'failed' ? 'bad' : 'over',
      title: session.status === 'failed' ? 'Failed' : 'Ended',
      text: session.reason ?? 'How it ended was not written down.',
    }
  const plain = session && plainDoors[session.client.door]
  if (plain) return { tone: 'good', title: 'Connected without WebRTC', text: plain }
  const ice = lastOf(rows, 'ice')?.fields.state
  if (ice === 'disconnected' || ice === 'failed')
    return {
      tone: 'bad',
      title: 'Interrupted',
      text: 'The client gives no sign of life on the way that was chosen. It may come back by itself.',
    }
  if (!lastOf(rows, 'session', 'live')) return waiting(rows)
  const pair = chosenPair(rows)
  return { tone: 'good', title: `Connected ${pair ? wayOf(pair, rows) : ''}`.trim(), text: connected(rows) }
}
