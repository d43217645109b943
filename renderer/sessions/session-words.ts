import type { LucideIcon } from 'lucide-react'
import { AppWindow, Cast, FileAudio, FileInput, Globe, MonitorPlay, Phone, Plug } from 'lucide-react'
import type { HandlerManifest } from '../../contract/manifest'
import type { Door, SessionEntry, SessionStatus } from '../../contract/state'
import type { Alert } from '../alerts/alert-store'

/** How a client came in, as a person calls it. */
export const doorLooks: { readonly [D in Door]: { readonly word: string; readonly icon: LucideIcon } } = {
  window: { word: 'Another window', icon: AppWindow },
  webrtc: { word: 'WebRTC', icon: Globe },
  websocket: { word: 'WebSocket', icon: Plug },
  telephone: { word: 'Telephone', icon: Phone },
  whip: { word: 'WHIP', icon: Cast },
  whep: { word: 'WHEP', icon: MonitorPlay },
  clip: { word: 'Clip', icon: FileAudio },
  file: { word: 'File', icon: FileInput },
}

const loopback = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/** Where the client is; null for this app itself. */
export function addressText(address: string | null): string | null {
  if (address === null) return null
  return loopback.includes(address) ? 'this computer' : address.replace(/^::ffff:/, '')
}

/** `0:07`, `12:03`, `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** How long it has lasted, and may last. */
export function timeText(ms: number, limitInS: number | null): string {
  return limitInS === null ? clockText(ms) : `${clockText(ms)} of ${clockText(limitInS * 1000)}`
}

/** How many of a handler's places are taken; null where it has no limit. */
export function placesText(
  manifest: Pick<HandlerManifest, 'concurrencyLimit'> | null | undefined,
  taken: number,
): string | null {
  const limit = manifest?.concurrencyLimit ?? null
  if (limit === null) return null
  return `${taken} of ${limit} ${limit === 1 ? 'place' : 'places'} taken`
}

export const statusWords: { readonly [S in SessionStatus]: string } = {
  new: 'new',
  connecting: 'connecting',
  live: 'live',
  closing: 'ending',
  closed: 'ended',
  failed: 'failed',
}

/** Who it is, for a sentence: `WebSocket from 192.168.1.20`. */
export function clientText({ client }: Pick<SessionEntry, 'client'>): string {
  const address = addressText(client.address)
  const { word } = doorLooks[client.door]
  return address ? `${word} from ${address}` : word
}

/** What is told when the session that was looked at is over; its messages stay in the panel. */
export function endedAlert(session: SessionEntry): Alert {
  const hasFailed = session.status === 'failed'
  const facts = [clientText(session), session.reason].filter(Boolean).join(', ')
  return {
    tone: hasFailed ? 'warning' : 'info',
    message: `${hasFailed ? 'Session failed' : 'Session over'}: ${facts}.`,
    hint: 'Its messages are still shown below.',
  }
}
