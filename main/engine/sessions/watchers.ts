import { randomUUID } from 'node:crypto'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { Clock } from '../clock'
import type { PeerState } from '../peer'
import { createWebRtcPeer } from '../rtc/peer'
import type { WatchedFrame } from './tap-track'
import { createWatchedSide, type Watch } from './watched-side'

/** `in`: what the client sends; `out`: what the handler sends. */
export type WatchSide = 'in' | 'out'

export interface WatchAnswer {
  readonly watchId: string
  readonly answer: string
}

export interface WatchersOptions {
  readonly clock: Clock
  /** Asks whoever makes this side's pictures for a key frame. */
  readonly requestKeyFrame: (side: WatchSide) => void
  /** Left out: to the standard error output. */
  readonly log?: (line: string) => void
}

/** Both sides in two windows. */
const MAX_WATCHES = 4
/** A window that offers and then does not connect is gone, ms. */
const CONNECT_LIMIT = 15_000

/** Who looks at a session beside its client: nothing that they do, or fail to do, reaches the session. */
export function createWatchers({ clock, requestKeyFrame, log = console.error }: WatchersOptions) {
  const sides = {
    in: createWatchedSide(clock, () => requestKeyFrame('in')),
    out: createWatchedSide(clock, () => requestKeyFrame('out')),
  }
  const endings = new Map<string, () => Promise<void>>()
  let closed = false

  function checkRoom(): void {
    if (closed) throw new SoundcheckError('closed', 'the session has ended')
    if (endings.size < MAX_WATCHES) return
    throw new SoundcheckError('limit', `a session is shown ${MAX_WATCHES} times at most, and this one is`, {
      hint: 'Close another window that shows it.',
    })
  }

  /** Registers the watch, and gives what follows its connection's state. */
  function begin(side: WatchSide, offer: string): Watch {
    const id = randomUUID()
    const late = setTimeout(() => void remove(id), CONNECT_LIMIT)
    const peer = createWebRtcPeer({
      id,
      clock,
      offer,
      reach: 'loopback',
      hasMessages: false,
      media: { audio: true, video: true },
      mode: 'receive',
      on: {
        stateChanged,
        frame: () => undefined,
        channelOpened: () => undefined,
        keyFrameRequested: () => sides[side].requestKeyFrame(),
      },
    })
    const watch = { id, peer }

    function stateChanged(state: PeerState): void {
      if (state === 'failed' || state === 'closed') void remove(id)
      if (state !== 'connected') return
      clearTimeout(late)
      sides[side].requestKeyFrame()
    }

    endings.set(id, async () => {
      clearTimeout(late)
      sides[side].remove(watch)
      await peer.close()
    })
    sides[side].add(watch)
    return watch
  }

  async function remove(id: string): Promise<void> {
    const end = endings.get(id)
    endings.delete(id)
    await end?.()
  }

  const removeAll = () => Promise.all([...endings.keys()].map(remove))

  return {
    /** Throws `limit` when enough look at it, `invalid` for an offer that cannot be used. */
    async add(side: WatchSide, offer: string): Promise<WatchAnswer> {
      checkRoom()
      const { id, peer } = begin(side, offer)
      try {
        return { watchId: id, answer: await peer.open() }
      } catch (thrown) {
        await remove(id)
        throw thrown
      }
    },
    remove,
    forward(side: WatchSide, frame: WatchedFrame): void {
      try {
        sides[side].push(frame)
      } catch (thrown) {
        // The session goes on; a preview that cannot be made is over, and its window told by that.
        log(`soundcheck: a session can no longer be shown: ${messageOf(thrown)}`)
        void removeAll()
      }
    },
    /** Idempotent. */
    async close(): Promise<void> {
      closed = true
      await removeAll()
    },
  }
}
