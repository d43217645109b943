export type DeviceChoice = `device:${string}`
export type MicrophoneChoice = 'tone' | 'clip' | 'silence' | DeviceChoice
export type CameraChoice = 'picture' | 'none' | DeviceChoice

export const builtInMicrophones = [
  { value: 'tone', label: 'Test tone 440 Hz' },
  { value: 'clip', label: 'Speech clip' },
  { value: 'silence', label: 'Silence' },
] as const

export const builtInCameras = [
  { value: 'picture', label: 'Test picture' },
  { value: 'none', label: 'No camera' },
] as const

const isDevice = (value: unknown) => typeof value === 'string' && value.startsWith('device:')
const isOneOf = (options: readonly { readonly value: string }[], value: unknown) =>
  options.some((option) => option.value === value)

export const isMicrophoneChoice = (value: unknown): value is MicrophoneChoice =>
  isDevice(value) || isOneOf(builtInMicrophones, value)

export const isCameraChoice = (value: unknown): value is CameraChoice =>
  isDevice(value) || isOneOf(builtInCameras, value)

export const deviceChoice = (deviceId: string): DeviceChoice => `device:${deviceId}`

/** The device id of a choice, or null when it is a built-in source. */
export const chosenDevice = (choice: MicrophoneChoice | CameraChoice): string | null =>
  choice.startsWith('device:') ? choice.slice('device:'.length) : null
