import type { Bridge } from '../../contract/ipc'
import type { AlertStore } from '../alerts/alert-store'
import { createAlertStore } from '../alerts/alert-store'
import type { Call } from '../call/call'
import { createCall } from '../call/call'
import type { CallStreams, LevelFeeds } from '../call/call-run'
import { noStreams } from '../call/call-run'
import { isActive } from '../call/call-state'
import type { SourceFactory } from '../call/local-media'
import type { DetectiveParts } from '../detective/detective-parts'
import { createDetectiveParts } from '../detective/detective-parts'
import type { EngineWatch } from '../engine/engine-watch'
import { createEngineWatch } from '../engine/engine-watch'
import type { InspectorParts } from '../inspector/inspector-parts'
import { createInspectorParts } from '../inspector/inspector-parts'
import type { AudioGraph } from '../media/audio-graph'
import { createAudioGraph } from '../media/audio-graph'
import { openCamera } from '../media/camera-source'
import type { DeviceWatch } from '../media/device-watch'
import { createDeviceWatch } from '../media/device-watch'
import { createLevelFeed } from '../media/level-feed'
import { platformOf } from '../media/media-error'
import { openMicrophone } from '../media/microphone-source'
import type { Peer, PeerListener, PeerOptions, TrackKind } from '../peer/peer'
import { createPeer } from '../peer/peer'
import type { WatchPeer, WatchPeerListener } from '../peer/watch-peer'
import { createWatchPeer } from '../peer/watch-peer'
import type { OutsideSession } from '../sessions/outside-session'
import { createOutsideSession } from '../sessions/outside-session'
import type { Preview } from '../sessions/preview'
import { createPreview } from '../sessions/preview'
import { endedAlert } from '../sessions/session-words'
import type { Steering } from '../sessions/steering'
import { createSteering } from '../sessions/steering'
import type { Client } from '../state/client'
import { createClient } from '../state/client'
import type { Mirror } from '../state/mirror'
import { createMirror } from '../state/mirror'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import type { WindowStore } from '../state/window-store'
import { createWindowStore } from '../state/window-store'
import type { TurnFeed } from '../turns/turn-feed'
import { createTurnFeed } from '../turns/turn-feed'

/** Everything behind the components; made once, closed with the window. */
export interface Bench extends Pick<DetectiveParts, 'player' | 'howling' | 'detective'> {
  readonly client: Client
  readonly engine: EngineWatch
  readonly mirror: Mirror
  readonly window: WindowStore
  readonly alerts: AlertStore
  readonly devices: DeviceWatch
  readonly feeds: LevelFeeds
  readonly streams: Signal<CallStreams>
  readonly call: Call
  readonly turns: TurnFeed
  readonly outside: OutsideSession
  readonly preview: Preview
  readonly steering: Steering
  readonly inspector: InspectorParts
  close(): Promise<void>
}

/** What only a browser with devices has. */
export interface BenchBrowser {
  readonly storage: Storage | null
  readonly mediaDevices: MediaDevices | undefined
  readonly sources: SourceFactory
  /** Whether the device may be used; null where the browser does not tell. */
  readonly permission: (device: 'microphone' | 'camera') => Promise<PermissionState | null>
  readonly createGraph: () => Promise<AudioGraph>
  readonly createPeer: (options: PeerOptions, listener: PeerListener) => Peer
  readonly createWatchPeer: (kinds: readonly TrackKind[], listener: WatchPeerListener) => WatchPeer
}

export function thisBrowser(): BenchBrowser {
  const platform = platformOf(navigator.platform)
  return {
    storage: localStorage,
    mediaDevices: navigator.mediaDevices,
    sources: {
      openMicrophone: (choice, settings, context) => openMicrophone(choice, settings, context, platform),
      openCamera: (choice) => openCamera(choice, platform),
    },
    permission: askPermission,
    createGraph: () => createAudioGraph(() => performance.now()),
    createPeer,
    createWatchPeer,
  }
}

async function askPermission(device: 'microphone' | 'camera'): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state
  } catch (thrown) {
    console.warn(`The permission of the ${device} could not be read:`, thrown)
    return null
  }
}

export function createBench(bridge: Bridge, browser: BenchBrowser): Bench {
  const client = createClient(bridge)
  const alerts = createAlertStore()
  const engine = createEngineWatch({
    client,
    now: Date.now,
    handlerInCall: () => {
      const { status, handlerId } = call.store.getState()
      return isActive(status) ? handlerId : null
    },
  })
  const mirror = createMirror(client)
  const window = createWindowStore(browser.storage)
  const devices = createDeviceWatch(browser.mediaDevices, (message) =>
    alerts.raise('devices', { tone: 'warning', message: `The devices could not be listed: ${message}` }),
  )
  const feeds = { sent: createLevelFeed(), received: createLevelFeed() }
  const streams = createSignal<CallStreams>(noStreams)
  const core = { client, mirror, window, alerts, devices, feeds, streams }
  const call = createCall({
    ...core,
    sources: browser.sources,
    createGraph: browser.createGraph,
    createPeer: browser.createPeer,
    onStopword: () => outside.id.get() === null && turns.wake(null),
  })
  const outside = createOutsideSession({
    mirror,
    window,
    call: call.store,
    onEnded: (session) => alerts.raise('outside session', endedAlert(session)),
  })
  const preview = createPreview({ ...browser, client, mirror, alerts, outside })
  const steering = createSteering(client, call, outside.id.get)
  const inspector = createInspectorParts({
    ...{ client, call, feeds, storage: browser.storage },
    onFailed: (key, thrown) => alerts.raiseError(key, thrown),
  })
  const detection = createDetectiveParts({ ...core, browser, call, outside })
  const turns = createTurnFeed({
    client,
    mirror,
    call: call.store,
    outsideId: outside.id,
    now: () => performance.now(),
  })
  const offCall = call.store.subscribe(({ status, sessionId }, before) => {
    if (status === 'connecting') engine.settle()
    // Who begins a call wants to see that, whatever was looked at before.
    if (sessionId !== null && sessionId !== before.sessionId) window.setState({ chosenSessionId: null })
  })
  return {
    ...core,
    engine,
    call,
    turns,
    outside,
    preview,
    steering,
    inspector,
    ...detection,
    close: async () => {
      offCall()
      detection.stop()
      for (const part of [engine, inspector, turns]) part.close()
      await preview.close()
      outside.close()
      await call.close()
      devices.close()
      mirror.close()
      client.close()
    },
  }
}
