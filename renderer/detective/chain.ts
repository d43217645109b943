import type { HandlerManifest } from '../../contract/manifest'
import type { Evidence, Span } from './evidence'
import { elapsedOf, WATCHED_MS } from './evidence'
import { type Finding, ok, unused } from './finding'
import { incomingLinks } from './links/incoming'
import type { Link, Medium } from './links/link'
import { handlerLinks } from './links/of-handler'
import { sourceLinks } from './links/of-source'
import { outgoingLinks } from './links/outgoing'

/** A link with what was found. */
export interface LookedAt {
  readonly link: Link
  readonly finding: Finding
}

/** One medium's links in their order, up to the first that carries nothing, and those behind it. */
export interface Walk {
  readonly medium: Medium
  readonly links: readonly LookedAt[]
  /** The first that is dead, or silent because somebody wants it so; null = there is none. */
  readonly stop: LookedAt | null
}

const all: readonly Link[] = [...sourceLinks, ...incomingLinks, ...handlerLinks, ...outgoingLinks]

export const mediaOf = ({ modality }: HandlerManifest): readonly Medium[] =>
  modality === 'audio-video' ? ['audio', 'video'] : [modality]

/** The links that there are between this client and this handler. */
export function linksOf(medium: Medium, { window }: Evidence): readonly Link[] {
  return all.filter(({ media, place }) => media.includes(medium) && (place === 'engine' || window !== null))
}

const skipped: Finding = { ...ok('Not looked at: a link before it carries nothing.'), verdict: 'skipped' }
const noCall: Finding = { ...ok('Not looked at: there is no call now.'), verdict: 'skipped' }

function findingOf(link: Link, medium: Medium, span: Span): Finding {
  const { manifest, isLive } = span.last
  if (link.half === 'in' && manifest.mode === 'receive') return unused('This handler takes nothing.')
  if (link.half === 'out' && manifest.mode === 'send') return unused('This handler sends nothing back.')
  if (!isLive && !link.beforeCall) return noCall
  return link.judge(span, medium)
}

/** Goes along one medium's path and stops at the first link that carries nothing. */
export function walk(medium: Medium, span: Span): Walk {
  let stop: LookedAt | null = null
  const links = linksOf(medium, span.last).map((link) => {
    if (stop) return { link, finding: skipped }
    const looked = { link, finding: findingOf(link, medium, span) }
    if (looked.finding.verdict === 'dead' || looked.finding.verdict === 'meant') stop = looked
    return looked
  })
  return { medium, links, stop }
}

export const walkAll = (span: Span): readonly Walk[] =>
  mediaOf(span.last.manifest).map((medium) => walk(medium, span))

/** Whether a later moment may still tell more: something could not be judged, and there is time. */
export function isOpen(span: Span): boolean {
  if (elapsedOf(span) >= WATCHED_MS) return false
  return walkAll(span).some(({ links }) => links.some(({ finding }) => finding.verdict === 'unknown'))
}
