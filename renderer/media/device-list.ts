import type { CameraChoice, DeviceChoice, MicrophoneChoice } from './source-choice'
import { chosenDevice, deviceChoice } from './source-choice'

export interface Device {
  readonly deviceId: string
  readonly label: string
}

export interface Devices {
  readonly microphones: readonly Device[]
  readonly cameras: readonly Device[]
  readonly speakers: readonly Device[]
}

export const noDevices: Devices = { microphones: [], cameras: [], speakers: [] }

const groups = [
  { key: 'microphones', kind: 'audioinput', noun: 'Microphone' },
  { key: 'cameras', kind: 'videoinput', noun: 'Camera' },
  { key: 'speakers', kind: 'audiooutput', noun: 'Speaker' },
] as const

/** Groups what the browser lists; without permission there are no labels, so devices are numbered. */
export function groupDevices(
  infos: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[],
): Devices {
  const entries = groups.map(({ key, kind, noun }) => [
    key,
    infos
      .filter((info) => info.kind === kind)
      .map((info, index) => ({ deviceId: info.deviceId, label: info.label || `${noun} ${index + 1}` })),
  ])
  return Object.fromEntries(entries) as unknown as Devices
}

/** The chosen microphone; when nothing was chosen the system's default, or the clip where there is none. */
export function effectiveMicrophone(choice: MicrophoneChoice | null, devices: Devices): MicrophoneChoice {
  return choice ?? defaultDevice(devices.microphones) ?? 'clip'
}

export function effectiveCamera(choice: CameraChoice | null, devices: Devices): CameraChoice {
  return choice ?? defaultDevice(devices.cameras) ?? 'picture'
}

function defaultDevice(devices: readonly Device[]): DeviceChoice | null {
  const first = devices.find((device) => device.deviceId === 'default') ?? devices[0]
  return first ? deviceChoice(first.deviceId) : null
}

/** Whether a chosen device is no longer connected. */
export function isGone(choice: MicrophoneChoice | CameraChoice, devices: readonly Device[]): boolean {
  const id = chosenDevice(choice)
  return id !== null && id !== '' && !devices.some((device) => device.deviceId === id)
}
