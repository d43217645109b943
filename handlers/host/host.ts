import { SoundcheckError, toWireError } from '../../contract/errors'
import { type HostCommand, syncWord } from '../../contract/host'
import { bindHost } from '../kit/host-binding'
import { AuthorSources } from './author-sources'
import { ContextScope } from './context-scope'
import { FaultReporter } from './fault-reporter'
import { toHandlerError } from './handler-error'
import { HandlerInstance, type HostEdge } from './handler-instance'
import { KitWaits } from './lint/kit-waits'
import { lintCopies } from './lint/lint-copies'
import { type LoadedHandler, loadHandler } from './load-handler'
import { profileThread } from './thread-profile'

/**
 * What the host holds. `loaded` may be followed by `loaded` again, for a throw-away host that only reads manifests; one
 * host opens one instance.
 */
type State =
  | { readonly phase: 'empty' }
  | { readonly phase: 'loaded'; readonly loaded: LoadedHandler }
  | { readonly phase: 'open'; readonly instance: HandlerInstance }
  | { readonly phase: 'closed' }

/** The program around one handler instance: takes commands, calls the author's code, reports. */
export class Host {
  readonly sources = new AuthorSources()
  readonly faults: FaultReporter
  readonly #edge: HostEdge
  readonly #scope = new ContextScope()
  readonly #waits = new KitWaits(() => this.#scope.current())
  #state: State = { phase: 'empty' }

  constructor(edge: HostEdge) {
    this.#edge = edge
    this.faults = new FaultReporter(this.sources, edge.post)
    bindHost({
      context: () => this.#scope.current(),
      send: (text) => this.#instance?.send(text) ?? false,
      readAsset: edge.readAsset,
      wait: (start) => this.#waits.wait(start),
      queueGrew: () => this.#instance?.media.queueGrew(),
    })
  }

  handle(command: HostCommand): void {
    this.#countTaken(command)
    if (command.type === 'load') this.#load(command)
    else if (command.type === 'open') this.#open(command)
    else if (command.type === 'close') void this.#close(command.reason)
    else if (command.type === 'profile') void this.#profile(command.forMs)
    else if (this.#state.phase === 'open') forward(this.#state.instance, command)
  }

  get #instance(): HandlerInstance | null {
    return this.#state.phase === 'open' ? this.#state.instance : null
  }

  /** Every frame and message counts, also one that comes when nobody wants it: the engine counts what it posted. */
  #countTaken({ type }: HostCommand): void {
    if (type === 'audio') Atomics.add(this.#edge.syncWords, syncWord.audioTaken, 1)
    else if (type === 'video') Atomics.add(this.#edge.syncWords, syncWord.videoTaken, 1)
    else if (type === 'message') Atomics.add(this.#edge.syncWords, syncWord.messagesTaken, 1)
  }

  #load(command: Extract<HostCommand, { type: 'load' }>): void {
    try {
      if (this.#state.phase !== 'empty' && this.#state.phase !== 'loaded') throw wrongTime('load')
      const loaded = loadHandler(command.file, command.code, this.sources)
      this.#state = { phase: 'loaded', loaded }
      const { prototype, manifest } = loaded
      const findings = command.probe ? lintCopies(prototype, manifest, this.sources) : []
      this.#edge.post({ type: 'loaded', manifest, findings })
    } catch (thrown) {
      this.#edge.post({ type: 'load-failed', error: toHandlerError(thrown, this.sources) })
    }
  }

  #open(command: Extract<HostCommand, { type: 'open' }>): void {
    try {
      if (this.#state.phase !== 'loaded') throw wrongTime('open')
      const { loaded } = this.#state
      const parts = {
        edge: this.#edge,
        loaded,
        scope: this.#scope,
        waits: this.#waits,
        faults: this.faults,
        sources: this.sources,
      }
      this.#state = { phase: 'open', instance: HandlerInstance.open(parts, command) }
      this.#edge.post({ type: 'opened' })
    } catch (thrown) {
      this.#edge.post({ type: 'open-failed', error: toHandlerError(thrown, this.sources, 'copy') })
    }
  }

  async #profile(forMs: number): Promise<void> {
    const instance = this.#instance
    instance?.profiling(true)
    try {
      this.#edge.post({ type: 'profiled', profile: await profileThread(forMs, this.sources) })
    } catch (thrown) {
      this.#edge.post({ type: 'profile-failed', error: toWireError(thrown) })
    } finally {
      instance?.profiling(false)
    }
  }

  async #close(reason: string): Promise<void> {
    if (this.#state.phase === 'closed') return
    const instance = this.#instance
    this.#state = { phase: 'closed' }
    await instance?.close(reason)
    this.faults.flush()
    this.#edge.post({ type: 'closed' })
  }
}

function forward(instance: HandlerInstance, command: HostCommand): void {
  if (command.type === 'audio') instance.media.audio(command)
  else if (command.type === 'video') instance.media.video(command)
  else if (command.type === 'message') instance.message(command.message)
  else if (command.type === 'inputs') instance.inputs(command)
  else if (command.type === 'played') instance.played(command.count)
  else if (command.type === 'trigger') instance.trigger(command.text)
  else if (command.type === 'channel-opened') instance.start()
  else if (command.type === 'export-state') void instance.exportState()
  else if (command.type === 'resume') instance.resume()
  else if (command.type === 'import-state') void instance.importState(command.state)
}

function wrongTime(type: string): SoundcheckError {
  return new SoundcheckError('internal', `The host was told to ${type} at the wrong time`)
}
