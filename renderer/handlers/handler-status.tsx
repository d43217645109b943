import type { LucideIcon } from 'lucide-react'
import { AudioLines, CircleCheck, Clapperboard, Loader, TriangleAlert, Video } from 'lucide-react'
import type { Modality } from '../../contract/manifest'
import type { HandlerStatus } from '../../contract/state'

export const statusLooks: {
  readonly [S in HandlerStatus]: { readonly icon: LucideIcon; readonly word: string }
} = {
  ready: { icon: CircleCheck, word: 'ready' },
  compiling: { icon: Loader, word: 'compiling' },
  broken: { icon: TriangleAlert, word: 'broken' },
}

export const modalityLooks: {
  readonly [M in Modality]: { readonly icon: LucideIcon; readonly word: string }
} = {
  audio: { icon: AudioLines, word: 'audio' },
  video: { icon: Video, word: 'video' },
  'audio-video': { icon: Clapperboard, word: 'audio-video' },
}
