import type { WireError } from '../../contract/errors'
import { fromWireError, toWireError } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import type { SessionEntry } from '../../contract/state'
import type { InputValues } from '../inputs/input-values'
import { inputValues, startValues } from '../inputs/input-values'
import type { PlayedSound } from '../peer/peer'
import { roundTripOf } from '../peer/round-trip'
import type { Mirror, MirrorState } from '../state/mirror'
import { lost, neverLoaded, noSession, tooSlow } from './call-errors'
import type { CallRun, CallRunDeps, LocalEnd } from './call-run'
import { createCallRun } from './call-run'
import type { CallState, CallStore } from './call-state'
import { createCallStore, idleCall, isActive, moveCall } from './call-state'
import type { CallTimers } from './call-timers'
import { createCallTimers } from './call-timers'
import { handlerSignal } from './handler-signal'
import type { MarkerTimes, SentMarker } from './send-marker'
import { within } from './within'

export interface CallDeps extends CallRunDeps {
  readonly mirror: Mirror
  /** The handler has heard what wakes it up. */
  readonly onStopword: () => void
}

/** This window's connection to a handler; at most one at a time. */
export interface Call {
  readonly store: Pick<CallStore, 'getState' | 'subscribe' | 'getInitialState'>
  start(handlerId: string): Promise<void>
  /** Also while connecting. */
  stop(): Promise<void>
  sendText(text: string): void
  setInputs(values: InputValues): Promise<void>
  /** What the browser measures of the connection (W3C webrtc-stats); null without one. */
  stats(): Promise<RTCStatsReport | null>
  /** The sound that left the jitter buffer last; null without one. */
  played(): PlayedSound | null
  /** Sends a tone and a flash in the place of the microphone and the camera, for a while. Throws `closed` without a call. */
  sendMarker(times: MarkerTimes): Promise<SentMarker>
  /** What this window has open for the call; null without one. */
  local(): LocalEnd | null
  /** Asks for a reply now; `text` is what was typed, null = nothing. */
  trigger(text: string | null): Promise<void>
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 3000
/** Alerts about a call; a new call begins without them. */
const callAlerts = [
  'start',
  'stop',
  'connection',
  'negotiation',
  'microphone',
  'camera',
  'inputs',
  'turn',
] as const

interface Trouble {
  readonly key: (typeof callAlerts)[number] | 'engine'
  /** null = the banner of the engine tells it. */
  readonly error: WireError | null
}

class WindowCall implements Call {
  readonly store = createCallStore()
  readonly #deps: CallDeps
  readonly #offMirror: () => void
  #run: CallRun | null = null
  #ending: Promise<void> = Promise.resolve()
  #timers: CallTimers | null = null
  #connected = false
  #channelOpen = false
  // The input values that the session knows.
  #told: InputValues = {}

  constructor(deps: CallDeps) {
    this.#deps = deps
    this.#offMirror = deps.mirror.store.subscribe((state) => this.#onMirror(state))
  }

  async start(handlerId: string): Promise<void> {
    const { alerts, mirror } = this.#deps
    if (isActive(this.#status)) return
    for (const key of callAlerts) alerts.dismiss(key)
    const manifest = mirror.store.getState().bench.handlers[handlerId]?.manifest
    if (!manifest) return alerts.raiseError('start', fromWireError(neverLoaded))
    const begun: CallState = { ...idleCall, handlerId }
    this.store.setState(begun)
    moveCall(this.store, 'connecting')
    await this.#ending
    if (this.#status === 'connecting') await this.#open(handlerId, manifest)
  }

  stop(): Promise<void> {
    // Pressed before the end of the call before: there is nothing of the new one to close yet.
    if (!this.#run && moveCall(this.store, 'closing')) moveCall(this.store, 'closed')
    return this.#end(null)
  }

  sendText(text: string): void {
    if (!this.#run) throw fromWireError(noSession)
    this.#run.sendText(text)
  }

  async setInputs(values: InputValues): Promise<void> {
    const { sessionId, status } = this.store.getState()
    // One that is being closed takes no more.
    if (!sessionId || !isActive(status) || status === 'closing') return
    this.#told = { ...this.#told, ...values }
    await this.#deps.client.request('session.setInputs', { sessionId, values })
  }

  played(): PlayedSound | null {
    return this.#run?.played() ?? null
  }

  async sendMarker(times: MarkerTimes): Promise<SentMarker> {
    if (!this.#run) throw fromWireError(noSession)
    return await this.#run.sendMarker(times)
  }

  async stats(): Promise<RTCStatsReport | null> {
    return (await this.#run?.stats()) ?? null
  }

  local(): LocalEnd | null {
    return this.#run?.local() ?? null
  }

  async trigger(text: string | null): Promise<void> {
    const { sessionId, status } = this.store.getState()
    if (!sessionId || status !== 'live') throw fromWireError(noSession)
    await this.#deps.client.request('session.trigger', { sessionId, text })
  }

  async close(): Promise<void> {
    this.#offMirror()
    await this.stop()
  }

  get #status() {
    return this.store.getState().status
  }

  async #open(handlerId: string, manifest: HandlerManifest): Promise<void> {
    const inputs = startValues(manifest, this.#deps.window.getState().inputEdits[handlerId])
    this.#told = inputs
    this.#connected = false
    this.#channelOpen = false
    const run = createCallRun(
      this.#deps,
      { handlerId, manifest, inputs },
      {
        onConnection: (state) => this.#run === run && this.#onConnection(state),
        onChannel: (state) => this.#run === run && this.#onChannel(state),
        onText: (text) => this.#run === run && this.#onText(text),
      },
    )
    this.#run = run
    this.#timers = createCallTimers({
      onSlow: () => void this.#end({ key: 'start', error: tooSlow }),
      onLost: () => void this.#end({ key: 'connection', error: lost }),
      onSecond: () => void this.#measure(),
    })
    try {
      const sessionId = await run.open()
      if (this.#run !== run) return
      this.store.setState({ sessionId })
      this.#onMirror(this.#deps.mirror.store.getState())
    } catch (thrown) {
      if (this.#run === run) await this.#end({ key: 'start', error: toWireError(thrown) })
    }
  }

  #onConnection(state: RTCPeerConnectionState): void {
    this.#connected = state === 'connected'
    if (state === 'failed') void this.#end({ key: 'connection', error: lost })
    else this.#timers?.setWeak(state === 'disconnected')
    this.#goLive()
  }

  #onChannel(state: 'open' | 'closed'): void {
    this.#channelOpen = state === 'open'
    this.#timers?.setWeak(state === 'closed')
    this.#goLive()
  }

  #onText(text: string): void {
    const signal = handlerSignal(text)
    if (signal?.type === 'send_input') void this.#pushInputs()
    if (signal?.type === 'stopword') this.#deps.onStopword()
    if (signal?.type === 'end_stream') this.#onStreamEnded(signal.text)
  }

  /** Tells the session all values as they are now: what was set here, over what it was told before. */
  async #pushInputs(): Promise<void> {
    const { mirror, window, alerts } = this.#deps
    const { handlerId } = this.store.getState()
    const manifest = mirror.store.getState().bench.handlers[handlerId ?? '']?.manifest
    if (!handlerId || !manifest) return
    const edits = window.getState().inputEdits[handlerId]
    try {
      await this.setInputs(inputValues(manifest, { ...this.#told, ...edits }))
    } catch (thrown) {
      alerts.raiseError('inputs', thrown)
    }
  }

  #onStreamEnded(text: string): void {
    const message = text ? `The handler has ended the call: ${text}` : 'The handler has ended the call.'
    this.#deps.alerts.raise('connection', { tone: 'info', message })
    void this.#end(null)
  }

  #goLive(): void {
    if (this.#connected && this.#channelOpen && moveCall(this.store, 'live')) this.#timers?.wentLive()
  }

  async #measure(): Promise<void> {
    const run = this.#run
    const stats = await run?.stats()
    const roundTripMs = stats ? roundTripOf(stats) : null
    if (this.#run === run && this.#status === 'live') this.store.setState({ roundTripMs })
  }

  #onMirror({ bench, link }: MirrorState): void {
    if (!this.#run) return
    if (link === 'lost' || link === 'ended') {
      void this.#end({ key: 'engine', error: null })
      return
    }
    const session = bench.sessions[this.store.getState().sessionId ?? '']
    if (session?.status === 'closed' || session?.status === 'failed') this.#onSessionEnded(session)
  }

  #onSessionEnded({ status, reason, fault }: SessionEntry): void {
    if (status === 'failed') {
      const error = fault ?? { code: 'handler', message: reason ?? 'The session failed.' }
      void this.#end({ key: 'connection', error })
      return
    }
    if (reason)
      this.#deps.alerts.raise('connection', { tone: 'info', message: `The session has ended: ${reason}` })
    void this.#end(null)
  }

  /** Ends the call as `failed` with an alert, or as `closed`. */
  #end(trouble: Trouble | null): Promise<void> {
    const run = this.#run
    if (!run) return this.#ending
    this.#run = null
    this.#timers?.clear()
    moveCall(this.store, trouble ? 'failed' : 'closing')
    if (trouble?.error) this.#deps.alerts.raiseError(trouble.key, fromWireError(trouble.error))
    this.#ending = within(CLOSE_WITHIN_MS, run.close()).then(() => {
      moveCall(this.store, 'closed')
      // That a lost engine could not be told of the end is no news.
      if (trouble?.key === 'engine') this.#deps.alerts.dismiss('stop')
    })
    return this.#ending
  }
}

export const createCall = (deps: CallDeps): Call => new WindowCall(deps)
