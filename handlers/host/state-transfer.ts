import { deserialize, serialize } from 'node:v8'
import { fromWireError, messageOf, SoundcheckError } from '../../contract/errors'
import { type HandlerMethod, type HandlerState, type HostReport, MAX_STATE_BYTES } from '../../contract/host'
import type { AuthorSources } from './author-sources'
import { classNameOf, classPosition } from './class-name'
import type { AnyHandler } from './find-handler'
import { toHandlerError } from './handler-error'
import type { MediaLoops } from './media-loops'
import type { MethodCalls } from './method-calls'
import { yieldToPort } from './yield-to-port'

export interface StateTransferOptions {
  readonly handler: AnyHandler
  readonly calls: MethodCalls
  readonly media: MediaLoops
  readonly sources: AuthorSources
  readonly post: (report: HostReport, transfer?: readonly ArrayBuffer[]) => void
}

/** What `receive` has not looked at yet may still be given to it for so long, ms: it is lost with the instance. */
const CATCH_UP_LIMIT = 200
/** A call that changes the state while it is exported would tear it, ms. */
const CALLS_LIMIT = 1000
const takingMethods: readonly HandlerMethod[] = ['receive', 'videoReceive', 'onMessage']

/** Hands what a handler knows to its next version, between two frames. */
export class StateTransfer {
  readonly #options: StateTransferOptions

  constructor(options: StateTransferOptions) {
    this.#options = options
  }

  /** Holds the instance and reports its state; it stands still from then on, until `media.resume()`. */
  async export(): Promise<void> {
    const { post, handler } = this.#options
    try {
      const state = await this.#take()
      post({ type: 'state', state, error: null }, state ? [state.buffer as ArrayBuffer] : [])
    } catch (thrown) {
      const error = toHandlerError(
        thrown,
        this.#options.sources,
        handler.exportState ? 'exportState' : undefined,
      )
      post({ type: 'state', state: null, error })
    }
  }

  /** Gives the instance the state of the version before; reports how that went. */
  async import(state: HandlerState): Promise<void> {
    const { handler, calls, post } = this.#options
    if (!handler.importState) {
      this.#warnOfLoss()
      post({ type: 'state-imported' })
      return
    }
    const outcome = await calls.call('importState', () => handler.importState?.(deserialize(state)))
    post(outcome.ok ? { type: 'state-imported' } : { type: 'import-failed', error: outcome.error })
  }

  async #take(): Promise<HandlerState | null> {
    const { handler, calls, media } = this.#options
    await media.catchUp(CATCH_UP_LIMIT)
    media.holdInput()
    const busy = handler.exportState ? await calls.running.settle(takingMethods, CALLS_LIMIT) : []
    // What the last `receive` left for `emit` is given away first: two rounds of the loop are enough for a queue.
    await yieldToPort()
    await yieldToPort()
    media.holdOutput()
    if (!handler.exportState) return null
    if (busy[0]) throw stillBusy(busy[0])
    const outcome = await calls.call('exportState', () => handler.exportState?.())
    if (!outcome.ok) throw fromWireError(outcome.error)
    return outcome.value === undefined || outcome.value === null ? null : serialized(outcome.value)
  }

  #warnOfLoss(): void {
    const { handler, sources, post } = this.#options
    const name = classNameOf(handler, sources)
    post({
      type: 'console',
      level: 'warn',
      text: `${name || 'The handler'} has no importState: what the version before it exported is not carried over.`,
      position: classPosition(name, sources),
    })
  }
}

function stillBusy(method: HandlerMethod): SoundcheckError {
  return new SoundcheckError(
    'timeout',
    `${method}() was still running ${CALLS_LIMIT / 1000} s after a new version was to take over, so the state was not carried over`,
    { hint: `Let ${method} end soon: start long work without awaiting it there.` },
  )
}

function serialized(state: unknown): HandlerState {
  let bytes: Uint8Array
  try {
    bytes = serialize(state)
  } catch (thrown) {
    throw new SoundcheckError('handler', `exportState gave what cannot be copied: ${messageOf(thrown)}`, {
      hint: 'Return plain objects, arrays, Map, Set, Date, text, numbers and typed arrays; leave out functions, sockets and timers.',
    })
  }
  if (bytes.byteLength <= MAX_STATE_BYTES) return bytes
  const megabytes = (bytes.byteLength / 1024 / 1024).toFixed(1)
  throw new SoundcheckError(
    'limit',
    `exportState gave ${megabytes} MB; at most ${MAX_STATE_BYTES / 1024 / 1024} MB are carried over`,
    { hint: 'Return what the next version cannot make anew, and no caches or recordings.' },
  )
}
