import { messageOf, SoundcheckError } from '../../contract/errors'

export type CaptureDevice = 'microphone' | 'camera'
export type Platform = 'mac' | 'windows' | 'linux'

export function platformOf(navigatorPlatform: string): Platform {
  if (navigatorPlatform.startsWith('Mac')) return 'mac'
  return navigatorPlatform.startsWith('Win') ? 'windows' : 'linux'
}

const builtIn: { readonly [D in CaptureDevice]: string } = {
  microphone: 'or choose Speech clip or Test tone as the microphone',
  camera: 'or choose Test picture as the camera',
}

function allowHint(device: CaptureDevice, platform: Platform): string {
  const pane = device === 'microphone' ? 'Microphone' : 'Camera'
  const steps: { readonly [P in Platform]: string } = {
    mac: `Open System Settings > Privacy & Security > ${pane}, switch Soundcheck on and restart it`,
    windows: `Open Settings > Privacy & security > ${pane} and let desktop apps use it`,
    linux:
      device === 'microphone'
        ? 'Check that PipeWire or PulseAudio is running and that its privacy settings let apps record'
        : 'Check that your user may read /dev/video* (usually the group "video")',
  }
  return `${steps[platform]}, ${builtIn[device]}.`
}

/** Says what a refused `getUserMedia` means and what to do. Source: W3C Media Capture and Streams section 10. */
export function explainMediaError(
  thrown: unknown,
  device: CaptureDevice,
  platform: Platform,
): SoundcheckError {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : ''
  const [message, hint] = ((): [string, string] => {
    switch (name) {
      case 'NotAllowedError':
      case 'SecurityError':
        return [`Soundcheck may not use the ${device}.`, allowHint(device, platform)]
      case 'NotFoundError':
        return [`No ${device} was found.`, `Connect one, ${builtIn[device]}.`]
      case 'OverconstrainedError':
        return [`The chosen ${device} is not connected.`, `Connect it, choose another, ${builtIn[device]}.`]
      case 'NotReadableError':
      case 'AbortError':
        return [`The ${device} could not be opened.`, `Close other apps that use it, ${builtIn[device]}.`]
      default:
        return [`The ${device} failed: ${messageOf(thrown)}`, `Choose another ${device}, ${builtIn[device]}.`]
    }
  })()
  return new SoundcheckError('unavailable', message, { hint, cause: thrown })
}
