import { toWireError, type WireError } from '../../../contract/errors'
import type { HandlerVersion } from '../handler-version'
import type { HostExit } from '../hosts/handler-host'
import { reasonToMove } from './host-kind'
import type { Instance } from './instance'
import type { SlotParts } from './slot-parts'
import type { TakeOver } from './take-over'
import type { Trial } from './trials'

/** Codes of failures for which no handler is to blame. */
const blameless: readonly WireError['code'][] = ['unavailable', 'closed', 'internal']

function withHint(error: WireError, hint: string): WireError {
  return { ...error, hint: [error.hint, hint].filter(Boolean).join(' ') }
}

/** What becomes of a session whose instance failed: the version before, a process, another start, or the end. */
export function createAfterFailure(parts: SlotParts, { install, replace }: TakeOver) {
  const { on, place, host, blocked, trials, restarts, starter, turns, versions } = parts

  /** Its host ended. */
  function lose(from: Instance, exit: HostExit): void {
    if (from !== place.current() || turns.isClosed()) return
    const error = exit.error ?? toWireError(new Error('the handler thread ended'), 'handler')
    if (exit.cause === 'asked') {
      restarts.forget()
      trials.end()
    }
    const reason = from.kind === 'thread' ? reasonToMove(exit.cause) : null
    if (reason && starter.move(from.version, reason))
      fail(from, withHint(error, 'Until its code changes it runs in a process of its own.'))
    else fail(from, error)
  }

  function fail(from: Instance, error: WireError): void {
    if (from !== place.current() || turns.isClosed()) return
    place.vacate()
    blocked.clear()
    on.changed({ blocked: null })
    turns.leave(from.close('it failed'))
    const trial = trials.take(from.version)
    if (trial) rollBack(from.version, trial, error)
    else startAgain(from.version, error)
  }

  /** The add-on that it lacks is there for its next instance, which goes on where this one is. */
  function moveOver(from: Instance): void {
    const over = turns.queue(async () => {
      if (place.current() === from && from.kind === 'thread') await replace(from.version, 'moved')
    })
    over.catch((thrown) => fail(from, toWireError(thrown, 'handler')))
  }

  function rollBack(bad: HandlerVersion, { before, state }: Trial, error: WireError): void {
    versions.answering = before
    if (versions.wanted === bad) versions.wanted = before
    place.hold('all')
    host.moveTo('starting')
    const back = turns.queue(async () => {
      if (place.current()) return
      await install({ version: before, why: 'rolled back', carry: () => Promise.resolve(state) })
    })
    back.catch((thrown) => startAgain(before, toWireError(thrown, 'handler')))
    on.failed(error, 'rolled back')
    reject(bad, before, error)
  }

  function reject(bad: HandlerVersion, before: HandlerVersion, error: WireError): void {
    on.changed({ rolledBack: { from: bad.version, to: before.version, error } })
    on.rejected(bad, error)
  }

  function startAgain(version: HandlerVersion, error: WireError): void {
    if (turns.isClosed()) return
    const when = restarts.plan(() => {
      host.moveTo('starting')
      const again = turns.queue(async () => {
        if (!place.current()) await install({ version, why: 'restarted' })
      })
      again.catch((thrown) => startAgain(version, toWireError(thrown, 'handler')))
    })
    if (when === 'never') {
      stop(error)
      return
    }
    place.hold(when === 'now' ? 'all' : 'words')
    on.failed(error, 'restarting')
    host.moveTo(when === 'now' ? 'starting' : 'waiting')
  }

  function stop(error: WireError): void {
    place.drop()
    host.moveTo('gone')
    const hint = 'Mend the handler and save it: the new version starts at once. Or restart it as it is.'
    on.failed(withHint(error, hint), 'stopped')
  }

  return {
    lose,
    fail,
    moveOver,
    startAgain,
    /** A version that was to take over did not; what answered before goes on. */
    notSwapped(version: HandlerVersion, error: WireError): void {
      if (versions.wanted === version) versions.wanted = versions.answering
      if (turns.isClosed()) return
      if (!place.current() && !restarts.isPending()) host.moveTo('gone')
      const before = versions.answering
      const isToBlame = before !== undefined && !blameless.includes(error.code)
      on.failed(error, isToBlame ? 'rolled back' : place.current() ? 'not swapped' : 'stopped')
      if (isToBlame) reject(version, before, error)
    },
  }
}

export type AfterFailure = ReturnType<typeof createAfterFailure>
