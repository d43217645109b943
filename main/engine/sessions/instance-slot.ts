import { SoundcheckError, toWireError } from '../../../contract/errors'
import type { HostReport } from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Quarantine } from '../hosts/quarantine'
import { createAfterFailure } from './after-failure'
import { createAnsweringPlace } from './answering-place'
import { createBlockedCall } from './blocked-call'
import { checkTrigger } from './check-trigger'
import { describeMove } from './host-kind'
import { createHostState } from './host-state'
import type { Inputs, Instance } from './instance'
import { createInstanceStarter } from './instance-starter'
import { createRestarts } from './restarts'
import type { SlotEvents, SlotParts } from './slot-parts'
import { createTakeOver } from './take-over'
import type { Timers } from './timers'
import { createTrials } from './trials'
import { createTurnOver } from './turn-over'

export interface InstanceSlotOptions {
  readonly webrtcId: string
  /** Whether the client is a telephone. */
  readonly phoneMode: boolean
  readonly clock: Clock
  readonly timers: Timers
  /** Gives the host for an instance of this version. */
  readonly takeHost: (version: HandlerVersion, kind: HostKind) => HandlerHost
  readonly quarantine: Quarantine
  /** ms on the session's clock. */
  readonly sessionTime: () => number
  readonly on: SlotEvents
}

/** Reports of an instance that no longer answers which still matter: its last words. */
const lastWords: readonly HostReport['type'][] = ['console', 'fault', 'finding', 'calls']

/** Told by what they answer: not a second time. */
function isToldElsewhere(report: HostReport): boolean {
  return report.type === 'fault' && (report.method === 'importState' || report.method === 'exportState')
}

/**
 * The handler's place in a session: which instance answers now. A new version starts beside the old one, is given its state
 * and takes its place between two frames; what it does in its first seconds decides whether it stays. An instance that gave
 * up or was lost is started again, ever later.
 */
export function createInstanceSlot(options: InstanceSlotOptions) {
  const { on, timers } = options
  const turns = createTurnOver()
  const place = createAnsweringPlace()
  const starter = createInstanceStarter({
    ...options,
    inputs: place.inputs,
    on: {
      report: receive,
      lost: (from, exit) => afterFailure.lose(from, exit),
      left: turns.leave,
      moved: (version, reason) => on.noted('moved', describeMove(version, reason)),
    },
  })
  const parts: SlotParts = {
    ...{ on, place, turns, starter },
    host: createHostState((host) => on.changed({ host })),
    blocked: createBlockedCall(Date.now),
    trials: createTrials(options),
    restarts: createRestarts({ timers, onChanged: (restart) => on.changed({ restart }) }),
    versions: { answering: undefined, wanted: undefined },
  }
  const { host, blocked, trials, restarts, versions } = parts
  const takeOver = createTakeOver(parts)
  const afterFailure = createAfterFailure(parts, takeOver)
  let closing: Promise<void> | undefined

  function receive(from: Instance, report: HostReport): void {
    if (isToldElsewhere(report)) return
    const { version } = from.version
    if (from !== place.current()) {
      if (lastWords.includes(report.type)) on.report(report, version)
      return
    }
    noteBlocked(report)
    on.report(report, version)
    const lastStraw = trials.judge(from.version, report)
    if (report.type !== 'gave-up' && report.type !== 'fault') return
    if (starter.moveForAddOn(from)) afterFailure.moveOver(from)
    else if (lastStraw) afterFailure.fail(from, lastStraw)
    else if (report.type === 'gave-up') afterFailure.fail(from, report.error)
  }

  function noteBlocked(report: HostReport): void {
    if (!blocked.note(report)) return
    const call = blocked.get()
    if (call) restarts.troubled()
    else restarts.answered()
    host.moveTo(call ? 'blocked' : 'running')
    on.changed({ blocked: call })
  }

  function requireBlocked(): Instance {
    const current = place.current()
    if (current && blocked.get()) return current
    throw new SoundcheckError('invalid', 'no call of this handler blocks its thread just now')
  }

  function requireAnswering(): HandlerVersion {
    if (versions.answering && host.get() !== 'gone' && !closing) return versions.answering
    throw new SoundcheckError('closed', 'the handler of this session is not running', {
      hint: 'Mend the handler and save it, or restart it.',
    })
  }

  return {
    /** Starts the first instance; rejects when it does not start. */
    async start(version: HandlerVersion, values: Inputs): Promise<void> {
      place.startWith(values)
      versions.wanted = version
      try {
        await turns.queue(() => takeOver.install({ version, why: 'started' }))
      } catch (thrown) {
        host.moveTo('gone')
        throw thrown
      }
    },
    /** Puts another version in place; the present one goes on answering if that fails. */
    async swap(version: HandlerVersion, why: 'swapped' | 'went back' | 'rolled back'): Promise<void> {
      if (version.version === versions.wanted?.version) return
      versions.wanted = version
      await turns.queue(async () => {
        // Another one was saved meanwhile: this one is of no interest any more.
        if (versions.wanted !== version) return
        try {
          await takeOver.replace(version, why)
        } catch (thrown) {
          afterFailure.notSwapped(version, toWireError(thrown, 'handler'))
        }
      })
    },
    /** Starts the present version anew, without its state; resolves when that has succeeded or failed. */
    async restart(): Promise<void> {
      const version = versions.answering
      if (closing || !version)
        throw new SoundcheckError('closed', 'the handler of this session has not been started')
      if (host.get() === 'starting')
        throw new SoundcheckError('invalid', 'the handler is being started just now')
      restarts.forget()
      trials.end()
      if (!place.current()) {
        place.hold('words')
        host.moveTo('starting')
      }
      const again = turns.queue(() => takeOver.install({ version, why: 'restarted' }))
      await again.catch((thrown) => {
        const error = toWireError(thrown, 'handler')
        if (place.current()) on.failed(error, 'not swapped')
        else afterFailure.startAgain(version, error)
      })
    },
    /** Lets the call that blocks go on for another limit. */
    waitForCall(): void {
      requireBlocked().extendLimit()
      blocked.extend()
      on.changed({ blocked: blocked.get() })
    },
    /** Ends the call that blocks, and with it its instance; another one is started. */
    stopCall(): void {
      const method = blocked.get()?.method
      const message = `${method ? `${method}()` : 'The handler'} blocked its thread and was stopped by hand.`
      requireBlocked().stop({ code: 'handler', message })
    },
    post: place.post,
    channelOpened: place.channelOpened,
    setInputs(values: Inputs): void {
      requireAnswering()
      place.setInputs(values)
    },
    /** Asks for a reply; throws `invalid` when the handler that answers now cannot be asked. */
    trigger(text: string | null): void {
      const { manifest } = requireAnswering()
      if (!place.isChannelOpen()) throw new SoundcheckError('closed', 'the handler has not begun yet')
      checkTrigger(manifest, text)
      place.post({ type: 'trigger', text })
    },
    /** Looks for so long, ms, who has the thread of the instance that answers now. */
    profile(forMs: number): void {
      requireAnswering()
      place.post({ type: 'profile', forMs })
    },
    /** Acknowledges messages of the instance that answers now, also when it no longer does. */
    acknowledger(): (slot: number) => void {
      const from = place.current()
      return (slot) => from?.acknowledge(slot)
    },
    inFlight: place.inFlight,
    status: host.get,
    close(reason: string): Promise<void> {
      closing ??= (async () => {
        host.moveTo('closing')
        restarts.close()
        trials.end()
        const over = turns.close()
        await starter.close(reason)
        await over
        await place.current()?.close(reason)
        host.moveTo('gone')
      })()
      return closing
    },
  }
}

export type InstanceSlot = ReturnType<typeof createInstanceSlot>
