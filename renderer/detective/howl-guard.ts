import type { AlertStore } from '../alerts/alert-store'
import type { Call } from '../call/call'
import type { CallStreams } from '../call/call-run'
import { isActive } from '../call/call-state'
import { effectiveMicrophone } from '../media/device-list'
import type { DeviceWatch } from '../media/device-watch'
import { chosenDevice } from '../media/source-choice'
import type { Signal } from '../state/signal'
import type { WindowStore } from '../state/window-store'
import { createHowlDetector } from './howl-detector'
import type { SpectrumTap } from './spectrum-tap'

export interface HowlGuardDeps {
  readonly call: Pick<Call, 'store' | 'local'>
  readonly streams: Signal<CallStreams>
  readonly window: WindowStore
  readonly devices: Pick<DeviceWatch, 'get'>
  readonly alerts: AlertStore
  readonly howling: Signal<boolean>
  readonly createTap: (context: AudioContext, track: MediaStreamTrack) => SpectrumTap
  readonly now: () => number
  /** Calls back every {@link LOOK_MS} until the returned function is called. */
  readonly everyLook: (work: () => void) => () => void
}

export const LOOK_MS = 50
const KEY = 'howling'

/** The tap of a track; another one when the track is another. */
function createFollowingTap(createTap: HowlGuardDeps['createTap']) {
  let tap: SpectrumTap | null = null
  let tapped: MediaStreamTrack | null = null
  return {
    read(context: AudioContext | null, track: MediaStreamTrack | null): SpectrumTap | null {
      if (track === tapped) return tap
      tap?.close()
      tapped = track
      tap = context && track ? createTap(context, track) : null
      return tap
    },
    close: (): void => {
      tap?.close()
      tap = tapped = null
    },
  }
}

/** Turns the speaker off when it and the microphone begin to feed each other. */
export function createHowlGuard(deps: HowlGuardDeps): { close(): void } {
  const { call, streams, window, devices, alerts, howling, now } = deps
  const detector = createHowlDetector()
  const taps = { sent: createFollowingTap(deps.createTap), received: createFollowingTap(deps.createTap) }
  let wearsHeadphones = false
  let stop: (() => void) | null = null

  /** Only a microphone hears a loudspeaker. */
  function mayHowl(): boolean {
    const { microphone, microphoneMuted, speakerMuted } = window.getState()
    const isDevice = chosenDevice(effectiveMicrophone(microphone, devices.get())) !== null
    return isDevice && !microphoneMuted && !speakerMuted && !wearsHeadphones && !howling.get()
  }

  function rest(): void {
    detector.reset()
    taps.sent.close()
    taps.received.close()
  }

  function look(): void {
    const local = mayHowl() ? call.local() : null
    const received = streams.get().receivedAudio?.getAudioTracks()[0] ?? null
    const one = taps.sent.read(local?.context ?? null, local?.track('audio') ?? null)
    const other = taps.received.read(local?.context ?? null, local ? received : null)
    if (one && other) {
      const pair = { at: now(), sent: one.read(), received: other.read(), binHz: one.binHz }
      if (detector.push(pair)) cut()
    } else rest()
  }

  function cut(): void {
    rest()
    howling.set(true)
    alerts.raise(KEY, {
      tone: 'warning',
      message: 'The speaker was turned off: the microphone heard it, and the sound began to feed itself.',
      hint: 'Put on headphones, turn the volume down, or turn echo cancellation on under Audio options.',
      actions: [
        { label: 'Turn on again', run: () => howling.set(false) },
        {
          label: 'I wear headphones',
          run: () => {
            wearsHeadphones = true
            howling.set(false)
          },
        },
      ],
    })
  }

  function follow(): void {
    const isOn = isActive(call.store.getState().status)
    if (isOn) stop ??= deps.everyLook(look)
    else {
      stop?.()
      stop = null
      rest()
      howling.set(false)
    }
  }

  const offHowling = howling.subscribe(() => {
    if (!howling.get()) alerts.dismiss(KEY)
  })
  const offCall = call.store.subscribe(follow)
  return {
    close: () => {
      offCall()
      offHowling()
      stop?.()
      rest()
    },
  }
}
