import type { ShellInfo } from '../../contract/metrics'
import type { LocalEnd } from '../call/call-run'
import type { Device, Devices } from '../media/device-list'
import { effectiveCamera, effectiveMicrophone, isGone } from '../media/device-list'
import type { CameraChoice, MicrophoneChoice } from '../media/source-choice'
import { builtInCameras, builtInMicrophones, chosenDevice } from '../media/source-choice'
import type { WindowState } from '../state/window-store'
import type { OutputEvidence, PlayerEvidence, SourceEvidence, TrackEvidence } from './evidence'

/** What a source is judged by, from the places that know. */
export interface SourceKnown {
  readonly state: WindowState
  readonly devices: Devices
  readonly info: ShellInfo | null
  readonly browser: PermissionState | null
  readonly failure: SourceEvidence['failure']
  readonly track: MediaStreamTrack | null
}

const trackEvidence = (track: MediaStreamTrack | null): TrackEvidence | null =>
  track && { isLive: track.readyState !== 'ended', isMuted: track.muted, isEnabled: track.enabled }

function labelOf(
  choice: MicrophoneChoice | CameraChoice,
  devices: readonly Device[],
  builtIns: readonly { readonly value: string; readonly label: string }[],
): string {
  const id = chosenDevice(choice)
  if (id === null) return builtIns.find(({ value }) => value === choice)?.label ?? choice
  return devices.find(({ deviceId }) => deviceId === id)?.label ?? 'a device that is not listed'
}

const kindOf = (choice: MicrophoneChoice | CameraChoice): SourceEvidence['kind'] => {
  if (choice === 'none') return 'none'
  return chosenDevice(choice) === null ? 'built-in' : 'device'
}

export function microphoneEvidence(known: SourceKnown): SourceEvidence {
  const { state, devices, info, browser, failure, track } = known
  const choice = effectiveMicrophone(state.microphone, devices)
  return {
    kind: kindOf(choice),
    isSilence: choice === 'silence',
    label: labelOf(choice, devices.microphones, builtInMicrophones),
    isListed: !isGone(choice, devices.microphones),
    permission: { browser, system: info?.microphone ?? 'unknown' },
    isOff: state.microphoneMuted,
    failure,
    track: trackEvidence(track),
  }
}

export function cameraEvidence(known: SourceKnown): SourceEvidence {
  const { state, devices, info, browser, failure, track } = known
  const choice = effectiveCamera(state.camera, devices)
  return {
    kind: kindOf(choice),
    isSilence: false,
    label: labelOf(choice, devices.cameras, builtInCameras),
    isListed: !isGone(choice, devices.cameras),
    permission: { browser, system: info?.camera ?? 'unknown' },
    isOff: state.cameraOff,
    failure,
    track: trackEvidence(track),
  }
}

export const playerEvidence = (player: HTMLMediaElement | null): PlayerEvidence | null =>
  player && {
    hasStream: player.srcObject !== null,
    isPaused: player.paused,
    isMuted: player.muted,
    volume: player.volume,
  }

export function outputEvidence(
  { speaker }: WindowState,
  { speakers }: Devices,
  player: HTMLMediaElement | null,
  isHowling: boolean,
): OutputEvidence {
  const chosen = speakers.find(({ deviceId }) => deviceId === speaker)
  const isDefault = speaker === ''
  return {
    label: isDefault ? null : (chosen?.label ?? 'a device that is not listed'),
    isListed: isDefault || chosen !== undefined,
    devices: speakers.length,
    isElsewhere: player !== null && 'sinkId' in player && player.sinkId !== speaker,
    isHowling,
  }
}

/** A call's own sources, or those that were opened to be looked at. */
export type OpenSources = Pick<LocalEnd, 'track'> & { readonly context: Pick<AudioContext, 'state'> | null }
