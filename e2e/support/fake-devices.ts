import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinSamples, silenceSamples, type Tone, toneSamples } from './audio-samples'
import { speak } from './speech'
import { encodeY4m, type TestVideo } from './test-picture'
import { encodeWav, type Wav } from './wav-file'

/** What the fake microphone plays. It begins anew when it ends, unless `once` is set: then silence follows. */
export type Microphone =
  | { readonly tones: readonly (Tone | { readonly silence: number })[]; readonly once?: true }
  | { readonly speech: string; readonly pauseAfter: number; readonly once?: true }
  | { readonly file: string; readonly once?: true }

/** What the fake camera shows: the numbered test picture, or a file (.y4m or .mjpeg). */
export type Camera = TestVideo | { readonly file: string }

const SAMPLE_RATE = 48_000

function recordingOf(microphone: Exclude<Microphone, { file: string }>): Wav {
  if ('speech' in microphone) {
    const spoken = speak(microphone.speech)
    const pause = silenceSamples(microphone.pauseAfter, spoken.sampleRate)
    return { ...spoken, samples: joinSamples([spoken.samples, pause]) }
  }
  const parts = microphone.tones.map((part) =>
    'silence' in part ? silenceSamples(part.silence, SAMPLE_RATE) : toneSamples(part, SAMPLE_RATE),
  )
  return { samples: joinSamples(parts), sampleRate: SAMPLE_RATE, channels: 1 }
}

function microphoneFile(microphone: Microphone, folder: string): string {
  if ('file' in microphone) return microphone.file
  const file = join(folder, 'microphone.wav')
  writeFileSync(file, encodeWav(recordingOf(microphone)))
  return file
}

function cameraFile(camera: Camera, folder: string): string {
  if ('file' in camera) return camera.file
  const file = join(folder, 'camera.y4m')
  writeFileSync(file, encodeY4m(camera))
  return file
}

export interface FakeDevices {
  /** null = Chromium's own: a beep each second. */
  readonly microphone: Microphone | null
  /** null = Chromium's own: a green picture with a pacman and a clock. */
  readonly camera: Camera | null
}

/** Chromium's switches for these devices; the files are written into `folder`. */
export function fakeDeviceSwitches({ microphone, camera }: FakeDevices, folder: string): string[] {
  const switches = ['--use-fake-device-for-media-stream']
  if (microphone) {
    const once = microphone.once ? '%noloop' : ''
    switches.push(`--use-file-for-fake-audio-capture=${microphoneFile(microphone, folder)}${once}`)
  }
  if (camera) switches.push(`--use-file-for-fake-video-capture=${cameraFile(camera, folder)}`)
  return switches
}
