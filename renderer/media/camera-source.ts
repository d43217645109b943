import { SoundcheckError } from '../../contract/errors'
import type { Platform } from './media-error'
import { explainMediaError } from './media-error'
import type { SourceTrack } from './microphone-source'
import { sourceOf } from './microphone-source'
import type { CameraChoice } from './source-choice'
import { chosenDevice } from './source-choice'
import { drawTestPicture } from './test-picture'

export const PICTURE_WIDTH = 640
export const PICTURE_HEIGHT = 480
export const PICTURE_FPS = 30

/** null = no camera. */
export async function openCamera(choice: CameraChoice, platform: Platform): Promise<SourceTrack | null> {
  if (choice === 'none') return null
  if (choice === 'picture') return openTestPicture()
  const deviceId = chosenDevice(choice)
  const video: MediaTrackConstraints = {
    width: { ideal: PICTURE_WIDTH },
    height: { ideal: PICTURE_HEIGHT },
    frameRate: { ideal: PICTURE_FPS },
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  }
  try {
    return sourceOf(await navigator.mediaDevices.getUserMedia({ video }))
  } catch (thrown) {
    throw explainMediaError(thrown, 'camera', platform)
  }
}

function openTestPicture(): SourceTrack {
  const canvas = document.createElement('canvas')
  canvas.width = PICTURE_WIDTH
  canvas.height = PICTURE_HEIGHT
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) throw new SoundcheckError('unavailable', 'The test picture could not be drawn.')
  const stream = canvas.captureStream(0)
  const { track, close } = sourceOf(stream)
  const startedAt = performance.now()
  let frame = 0
  const draw = () => {
    drawTestPicture(context, frame++, performance.now() - startedAt)
    if (track instanceof CanvasCaptureMediaStreamTrack) track.requestFrame()
  }
  draw()
  const timer = setInterval(draw, 1000 / PICTURE_FPS)
  return {
    track,
    close: () => {
      clearInterval(timer)
      close()
    },
  }
}
