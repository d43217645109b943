import type { LucideIcon } from 'lucide-react'
import {
  Activity,
  ArrowDownLeft,
  ArrowUpRight,
  AudioLines,
  CircleAlert,
  Ear,
  Film,
  Flame,
  Image,
  Layers,
  MessagesSquare,
  Radio,
  RefreshCw,
  Route,
  SlidersHorizontal,
  Speech,
  SquareFunction,
  Terminal,
  TriangleAlert,
} from 'lucide-react'
import type { JournalRow, RowKind } from '../../contract/journal'
import { swapLook } from './swap-looks'

const kindIcons: { readonly [K in RowKind]: LucideIcon } = {
  message: ArrowDownLeft,
  output: ArrowDownLeft,
  console: Terminal,
  error: CircleAlert,
  signal: Radio,
  swap: RefreshCw,
  input: SlidersHorizontal,
  turn: MessagesSquare,
  finding: TriangleAlert,
  call: SquareFunction,
  frame: Film,
  rtp: ArrowDownLeft,
  rtcp: ArrowDownLeft,
  stat: Activity,
  sound: AudioLines,
  picture: Image,
  speech: Speech,
  queue: Layers,
  'client-stat': Activity,
  heard: Ear,
  profile: Flame,
  path: Route,
}

/** Kinds whose icon is an arrow that shows the way they went. */
const directed: readonly RowKind[] = ['message', 'output', 'rtp', 'rtcp']

export function iconOf(row: Pick<JournalRow, 'kind' | 'type' | 'direction'>): LucideIcon {
  const { kind, direction } = row
  return (
    swapLook(row)?.icon ?? (directed.includes(kind) && direction === 'in' ? ArrowUpRight : kindIcons[kind])
  )
}

/** How a row looks: the class of its line. */
export type RowTone = 'sent' | 'received' | 'error' | 'warning' | 'turn' | 'console' | 'event' | 'media'

const tones: { readonly [K in RowKind]?: RowTone } = {
  error: 'error',
  finding: 'warning',
  turn: 'turn',
  console: 'console',
  call: 'media',
  frame: 'media',
  stat: 'media',
  sound: 'media',
  picture: 'media',
  speech: 'media',
  queue: 'media',
  'client-stat': 'media',
  heard: 'turn',
  profile: 'media',
  path: 'media',
}
const consoleTones: { readonly [level: string]: RowTone } = { error: 'error', warn: 'warning' }

/** Follows what the row is, how grave its console line is, or what is wrong with the packet or call. */
export function toneOf(row: Pick<JournalRow, 'kind' | 'type' | 'direction' | 'fields'>): RowTone {
  const { kind, type, direction, fields } = row
  const look = swapLook(row)
  if (look) return look.tone
  if (kind === 'console') return consoleTones[type ?? ''] ?? 'console'
  if (kind === 'call' && fields.outcome === 'error') return 'error'
  if (kind === 'rtp' && (fields.lost || fields.late || fields.duplicate)) return 'warning'
  if (directed.includes(kind)) return direction === 'in' ? 'sent' : 'received'
  return tones[kind] ?? 'event'
}
