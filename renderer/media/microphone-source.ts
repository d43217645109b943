import { SoundcheckError } from '../../contract/errors'
import speechUrl from '../assets/speech.wav?url'
import type { Platform } from './media-error'
import { explainMediaError } from './media-error'
import type { MicrophoneChoice } from './source-choice'
import { chosenDevice } from './source-choice'

/** A track that is being captured or made; closing it lets the device go. */
export interface SourceTrack {
  readonly track: MediaStreamTrack
  close(): void
}

export interface MicrophoneSettings {
  readonly echoCancellation: boolean
  readonly noiseSuppression: boolean
  readonly autoGainControl: boolean
  readonly stereo: boolean
}

const TONE_HZ = 440
/** -12 dBFS peak: well above noise, far from clipping. */
const TONE_AMPLITUDE = 10 ** (-12 / 20)

export async function openMicrophone(
  choice: MicrophoneChoice,
  settings: MicrophoneSettings,
  context: AudioContext,
  platform: Platform,
): Promise<SourceTrack> {
  if (choice === 'tone') return openTone(context)
  if (choice === 'clip') return openClip(context)
  if (choice === 'silence') return openGraphSource(context, new ConstantSourceNode(context, { offset: 0 }))
  return captureMicrophone(chosenDevice(choice) ?? '', settings, platform)
}

async function captureMicrophone(deviceId: string, settings: MicrophoneSettings, platform: Platform) {
  const { stereo, ...processing } = settings
  const audio: MediaTrackConstraints = {
    ...processing,
    channelCount: { ideal: stereo ? 2 : 1 },
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  }
  try {
    return sourceOf(await navigator.mediaDevices.getUserMedia({ audio }))
  } catch (thrown) {
    throw explainMediaError(thrown, 'microphone', platform)
  }
}

export function sourceOf(stream: MediaStream): SourceTrack {
  const track = stream.getTracks()[0]
  if (!track) throw new SoundcheckError('unavailable', 'The device gave no track.')
  return { track, close: () => track.stop() }
}

function openGraphSource(
  context: AudioContext,
  source: AudioScheduledSourceNode,
  through: AudioNode = source,
): SourceTrack {
  const destination = context.createMediaStreamDestination()
  through.connect(destination)
  source.start()
  const { track, close } = sourceOf(destination.stream)
  return {
    track,
    close: () => {
      source.stop()
      source.disconnect()
      through.disconnect()
      close()
    },
  }
}

function openTone(context: AudioContext): SourceTrack {
  const oscillator = new OscillatorNode(context, { frequency: TONE_HZ })
  const gain = new GainNode(context, { gain: TONE_AMPLITUDE })
  oscillator.connect(gain)
  return openGraphSource(context, oscillator, gain)
}

async function openClip(context: AudioContext): Promise<SourceTrack> {
  const response = await fetch(speechUrl)
  if (!response.ok) throw new SoundcheckError('internal', `The speech clip is missing (${response.status}).`)
  const buffer = await context.decodeAudioData(await response.arrayBuffer())
  return openGraphSource(context, new AudioBufferSourceNode(context, { buffer, loop: true }))
}
