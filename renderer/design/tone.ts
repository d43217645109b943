import type { LucideIcon } from 'lucide-react'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'

/** How grave what is told is. */
export type Tone = 'danger' | 'warning' | 'info'

export const toneIcons: { readonly [T in Tone]: LucideIcon } = {
  danger: CircleAlert,
  warning: TriangleAlert,
  info: Info,
}
