import type { SessionLinks } from '../../../contract/session-links'
import type { MediaKind, Peer } from '../peer'
import type { InstanceSlot } from './instance-slot'
import type { KnownOfMedium } from './link-tally'
import type { SessionRecords } from './session-records'

export interface LinkSources {
  readonly records: Pick<SessionRecords, 'links' | 'frames'>
  readonly slot: Pick<InstanceSlot, 'status'>
  readonly peer: Pick<Peer, 'remote'>
}

/** What was counted, with what the parts of the session know besides. */
export function readLinks({ records, slot, peer }: LinkSources): SessionLinks {
  const knownOf = (kind: MediaKind): KnownOfMedium => ({
    lost: peer.remote(kind)?.packetsLost ?? 0,
    levelIn: kind === 'audio' ? records.frames.level('in') : null,
    levelOut: kind === 'audio' ? records.frames.level('out') : null,
  })
  return records.links.read(slot.status(), { audio: knownOf('audio'), video: knownOf('video') })
}
