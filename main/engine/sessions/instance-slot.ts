import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { HostCommand, HostReport } from '../../../contract/host'
import type { JsonValue } from '../../../contract/json'
import { hostTransitions, mayFollow } from '../../../contract/machines'
import type { HostStatus } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import { checkTrigger } from './check-trigger'
import { createInstance, type Instance } from './instance'

/** Why an instance answers from now on. */
export type TakeOver = 'started' | 'swapped' | 'restarted'

/** What follows from a failure: another try, the end, or that the version before goes on. */
export type InstanceFailure = 'restarting' | 'stopped' | 'not swapped'

export interface InstanceSlotOptions {
  readonly webrtcId: string
  readonly takeHost: () => HandlerHost
  /** ms on the session's clock. */
  readonly sessionTime: () => number
  readonly on: {
    /** A report of the instance that answers now. */
    report(report: HostReport): void
    statusChanged(status: HostStatus): void
    /** Another instance answers from now on: first start, swap or restart. */
    tookOver(version: HandlerVersion, why: TakeOver): void
    failed(error: WireError, what: InstanceFailure): void
  }
}

/** Reports of an instance that no longer answers which still matter: its last words. */
const lastWords: readonly HostReport['type'][] = ['console', 'fault', 'finding']

/**
 * The handler's place in a session: which instance answers now. A new version starts beside the old one and takes its
 * place between two frames; an instance that gave up or was lost is restarted once.
 */
export function createInstanceSlot(options: InstanceSlotOptions) {
  const { on } = options
  let status: HostStatus = 'starting'
  let current: Instance | undefined
  /** Started, but not yet answering. */
  let candidate: Instance | undefined
  /** Taking over is one at a time, in order. */
  let turnOver: Promise<unknown> = Promise.resolve()
  let inputs: { readonly [name: string]: JsonValue } = {}
  let channelOpen = false
  let closing: Promise<void> | undefined
  let restarted = false

  function moveTo(next: HostStatus): void {
    if (status === next || !mayFollow(hostTransitions, status, next)) return
    status = next
    on.statusChanged(next)
  }

  function createCandidate(version: HandlerVersion): Instance {
    const created: Instance = createInstance({
      host: options.takeHost(),
      version,
      webrtcId: options.webrtcId,
      onReport: (report) => receive(created, report),
      onLost: (error) =>
        lose(created, error ?? toWireError(new Error('the handler thread ended'), 'handler')),
    })
    candidate = created
    return created
  }

  async function install(version: HandlerVersion, why: TakeOver): Promise<void> {
    if (status === 'gone') moveTo('starting')
    const created = createCandidate(version)
    try {
      await created.open(inputs, options.sessionTime)
    } catch (thrown) {
      await created.close('it did not start')
      if (!current) moveTo('gone')
      throw thrown
    } finally {
      candidate = undefined
    }
    if (closing) {
      await created.close('the session ended')
      return
    }
    const old = current
    current = created
    if (why !== 'restarted') restarted = false
    on.tookOver(version, why)
    moveTo('running')
    if (channelOpen) created.post({ type: 'channel-opened' })
    await old?.close(why === 'swapped' ? 'a new version took over' : 'it was restarted')
  }

  function queue(version: HandlerVersion, why: TakeOver): Promise<void> {
    const run = turnOver.then(() => (closing ? undefined : install(version, why)))
    turnOver = run.catch(() => undefined)
    return run
  }

  function receive(from: Instance, report: HostReport): void {
    if (from !== current) {
      if (lastWords.includes(report.type)) on.report(report)
      return
    }
    if (report.type === 'gave-up') lose(from, report.error)
    else on.report(report)
  }

  function lose(from: Instance, error: WireError): void {
    if (from !== current || closing) return
    if (restarted) {
      void stop(error)
      return
    }
    restarted = true
    on.failed(error, 'restarting')
    moveTo('starting')
    queue(from.version, 'restarted').catch((thrown) => stop(toWireError(thrown, 'handler')))
  }

  async function stop(error: WireError): Promise<void> {
    const stopped = current
    current = undefined
    moveTo('gone')
    on.failed(
      { ...error, hint: error.hint ?? 'Mend the handler and save it: the new version starts at once.' },
      'stopped',
    )
    await stopped?.close('it failed twice')
  }

  return {
    /** Starts the first instance; rejects when it does not start. */
    async start(version: HandlerVersion, values: { readonly [name: string]: JsonValue }): Promise<void> {
      inputs = values
      await queue(version, 'started')
    },
    /** Puts a new version in place; the old one goes on answering if that fails. */
    async swap(version: HandlerVersion): Promise<void> {
      try {
        await queue(version, 'swapped')
      } catch (thrown) {
        if (!closing) on.failed(toWireError(thrown, 'handler'), current ? 'not swapped' : 'stopped')
      }
    },
    post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void {
      current?.post(command, transfer)
    },
    channelOpened(): void {
      if (channelOpen) return
      channelOpen = true
      current?.post({ type: 'channel-opened' })
    },
    setInputs(values: { readonly [name: string]: JsonValue }): void {
      if (!current) throw new SoundcheckError('closed', 'the handler of this session is not running')
      inputs = { ...inputs, ...values }
      current.post({ type: 'inputs', values: inputs })
    },
    /** Asks for a reply; throws `invalid` when the handler that answers now cannot be asked. */
    trigger(text: string | null): void {
      if (!current || !channelOpen)
        throw new SoundcheckError('closed', 'the handler of this session is not running')
      checkTrigger(current.version.manifest, text)
      current.post({ type: 'trigger', text })
    },
    acknowledge: (slot: number) => current?.acknowledge(slot),
    inFlight: () => current?.inFlight() ?? { audio: 0, video: 0 },
    status: () => status,
    close(reason: string): Promise<void> {
      closing ??= (async () => {
        moveTo('closing')
        await candidate?.close(reason)
        await turnOver
        await current?.close(reason)
        moveTo('gone')
      })()
      return closing
    },
  }
}

export type InstanceSlot = ReturnType<typeof createInstanceSlot>
