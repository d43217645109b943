import { toWireError, type WireError } from '../../../contract/errors'
import type { HandlerState } from '../../../contract/host'
import type { HandlerVersion } from '../handler-version'
import type { StartRequest } from './instance-starter'
import { takesSameInput } from './same-media'
import type { SlotParts, TakeOverReason } from './slot-parts'

/** Within which a new version must be ready to take over, ms. */
const READY_LIMIT = 3000
/** ms for the old version to give its state away: nobody is answered meanwhile. */
const EXPORT_LIMIT = 1500

type Carry = StartRequest['carry']

export interface Installation {
  readonly version: HandlerVersion
  readonly why: TakeOverReason
  /** What the version before gives it; nothing if left out. */
  readonly carry?: Carry
  /** ms to become ready. */
  readonly limit?: number
}

/** How one instance takes the place of another: beside it until it is ready, then between two frames. */
export function createTakeOver({
  on,
  place,
  host,
  blocked,
  trials,
  restarts,
  starter,
  turns,
  versions,
}: SlotParts) {
  async function install({ version, why, carry, limit }: Installation): Promise<void> {
    if (host.get() === 'gone') host.moveTo('starting')
    const created = await starter.start({
      version,
      limit: limit ?? null,
      carry: carry ?? (() => Promise.resolve(null)),
    })
    if (turns.isClosed()) {
      turns.leave(created.close('the session ended'))
      return
    }
    const old = place.put(created)
    const before = versions.answering ?? version
    versions.answering = version
    blocked.clear()
    on.tookOver(version, why)
    if (host.get() !== 'running') host.moveTo('starting')
    host.moveTo('running')
    on.changed({ blocked: null, isolation: created.kind })
    restarts.answered()
    place.begin(takesSameInput(before.manifest, version.manifest))
    turns.leave(old?.close(why === 'restarted' ? 'it was restarted' : 'another version took over'))
  }

  /** Stops the present instance between two frames, once, however often the next one is tried. */
  function carryFromCurrent() {
    const from = place.current()
    let state: Promise<HandlerState | null> | undefined
    let failure: WireError | null = null

    async function take(): Promise<HandlerState | null> {
      if (!from || from !== place.current() || !place.isChannelOpen()) return null
      place.hold('all')
      if (blocked.get()) {
        on.noted(
          'state lost',
          `version ${from.version.version} blocks its thread: its state is not carried over`,
        )
        return null
      }
      try {
        return await from.exportState(EXPORT_LIMIT)
      } catch (thrown) {
        failure = toWireError(thrown, 'handler')
        return null
      }
    }

    return {
      state: (): Promise<HandlerState | null> => {
        state ??= take()
        return state
      },
      tellFailure: () => failure && on.failed(failure, 'state lost'),
    }
  }

  /** Takes the place of the instance that answers now, if one does; that goes on if it fails. */
  async function replace(version: HandlerVersion, why: TakeOverReason): Promise<void> {
    const before = place.current()?.version
    const carry = carryFromCurrent()
    try {
      await install({ version, why, carry: carry.state, limit: READY_LIMIT })
    } catch (thrown) {
      place.resume()
      throw thrown
    }
    if (turns.isClosed()) return
    if (why !== 'moved') trials.end()
    if (before && why === 'swapped') trials.begin(version, before, await carry.state())
    carry.tellFailure()
  }

  return { install, replace }
}

export type TakeOver = ReturnType<typeof createTakeOver>
