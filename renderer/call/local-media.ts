import type { AlertStore } from '../alerts/alert-store'
import type { AudioGraph } from '../media/audio-graph'
import { effectiveCamera, effectiveMicrophone } from '../media/device-list'
import type { DeviceWatch } from '../media/device-watch'
import { toDbfs } from '../media/level'
import type { LevelFeed } from '../media/level-feed'
import type { MicrophoneSettings, SourceTrack } from '../media/microphone-source'
import { createSilenceWatch } from '../media/silence-watch'
import type { CameraChoice, MicrophoneChoice } from '../media/source-choice'
import { chosenDevice } from '../media/source-choice'
import type { Peer, TrackKind } from '../peer/peer'
import type { WindowState, WindowStore } from '../state/window-store'
import type { SourceSlot } from './source-slot'
import { createSourceSlot } from './source-slot'

/** How sources are opened; the real ones need a browser with devices. */
export interface SourceFactory {
  openMicrophone(
    choice: MicrophoneChoice,
    settings: MicrophoneSettings,
    context: AudioContext,
  ): Promise<SourceTrack>
  openCamera(choice: CameraChoice): Promise<SourceTrack | null>
}

export interface LocalMediaDeps {
  readonly sources: SourceFactory
  readonly graph: AudioGraph
  readonly peer: Peer
  readonly window: WindowStore
  readonly devices: DeviceWatch
  readonly alerts: AlertStore
  readonly feed: LevelFeed
  readonly stereo: boolean
  readonly onPicture: (track: MediaStreamTrack | null) => void
}

/** What this window sends in a call: follows the pickers and the mute buttons until it is closed. */
export interface LocalMedia {
  open(): Promise<void>
  /** What is sent now. */
  track(kind: TrackKind): MediaStreamTrack | null
  close(): void
}

interface Follower {
  readonly slot: SourceSlot
  readonly noun: string
  /** Opens another source when one of these changes. */
  readonly chosen: (state: WindowState) => readonly unknown[]
  readonly enabled: (state: WindowState) => boolean
}

export function createLocalMedia(deps: LocalMediaDeps): LocalMedia {
  const make: { readonly [K in TrackKind]: () => Follower } = {
    audio: () => followMicrophone(deps),
    video: () => followCamera(deps),
  }
  const followers = deps.peer.kinds.map((kind) => make[kind]())
  const unsubscribe = deps.window.subscribe((state, before) => {
    for (const follower of followers) follow(follower, state, before, deps)
  })
  const stopWatch = watchSilence(deps)
  return {
    open: async () => {
      await Promise.all(followers.map(({ slot }) => slot.reopen()))
      // Labels and ids of devices appear once one was opened.
      await deps.devices.refresh()
    },
    track: (kind) => followers[deps.peer.kinds.indexOf(kind)]?.slot.track() ?? null,
    close: () => {
      unsubscribe()
      stopWatch()
      for (const { slot } of followers) slot.close()
    },
  }
}

function follow(
  follower: Follower,
  state: WindowState,
  before: WindowState,
  { alerts }: LocalMediaDeps,
): void {
  const { slot, noun, chosen, enabled } = follower
  if (enabled(state) !== enabled(before)) slot.setEnabled(enabled(state))
  const old = chosen(before)
  if (chosen(state).every((value, index) => value === old[index])) return
  alerts.dismiss(noun)
  slot.reopen().catch((thrown: unknown) => alerts.raiseError(noun, thrown))
}

const endedAlert = (noun: string) => ({
  tone: 'warning' as const,
  message: `The ${noun} was disconnected.`,
  hint: `Connect it again, or choose another ${noun}.`,
})

function followMicrophone({
  sources,
  graph,
  peer,
  window,
  devices,
  alerts,
  feed,
  stereo,
}: LocalMediaDeps): Follower {
  let stopListening: (() => void) | null = null
  const slot = createSourceSlot(
    {
      open: () => {
        const { microphone, echoCancellation, noiseSuppression, autoGainControl } = window.getState()
        const settings = { echoCancellation, noiseSuppression, autoGainControl, stereo }
        return sources.openMicrophone(effectiveMicrophone(microphone, devices.get()), settings, graph.context)
      },
      apply: async (track) => {
        stopListening?.()
        stopListening = track && graph.listen(track, feed)
        await peer.sendTrack('audio', track)
      },
      onEnded: () => alerts.raise('microphone', endedAlert('microphone')),
    },
    !window.getState().microphoneMuted,
  )
  return {
    slot,
    noun: 'microphone',
    chosen: (s) => [s.microphone, s.echoCancellation, s.noiseSuppression, s.autoGainControl],
    enabled: (s) => !s.microphoneMuted,
  }
}

function followCamera({ sources, peer, window, devices, alerts, onPicture }: LocalMediaDeps): Follower {
  const slot = createSourceSlot(
    {
      open: () => sources.openCamera(effectiveCamera(window.getState().camera, devices.get())),
      apply: async (track) => {
        onPicture(track)
        await peer.sendTrack('video', track)
      },
      onEnded: () => alerts.raise('camera', endedAlert('camera')),
    },
    !window.getState().cameraOff,
  )
  return { slot, noun: 'camera', chosen: (s) => [s.camera], enabled: (s) => !s.cameraOff }
}

function watchSilence({ window, devices, alerts, feed }: LocalMediaDeps): () => void {
  const watch = createSilenceWatch()
  const stop = feed.subscribe((block, now) => {
    const { microphone, microphoneMuted } = window.getState()
    const isReal = chosenDevice(effectiveMicrophone(microphone, devices.get())) !== null
    // Muted or made by us: silence is meant.
    const level = isReal && !microphoneMuted ? toDbfs(block.rms) : 0
    const change = watch.push(level, now)
    if (change === 'heard') alerts.dismiss('silent-microphone')
    if (change !== 'quiet') return
    alerts.raise('silent-microphone', {
      tone: 'warning',
      message: 'The microphone gives no sound at all.',
      hint: 'Check its mute switch and the input level in the system settings, or choose another microphone.',
    })
  })
  return () => {
    stop()
    alerts.dismiss('silent-microphone')
  }
}
