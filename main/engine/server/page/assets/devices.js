import { deviceTrouble, insecureTrouble } from './trouble.js'

/** @typedef {'audio' | 'video' | 'audio-video'} Modality */

/** @param {Modality} modality */
export function mediaOf(modality) {
  return { audio: modality !== 'video', video: modality !== 'audio' }
}

/** @param {boolean} isProcessed whether echo and noise are taken out */
function soundConstraints(isProcessed) {
  return { echoCancellation: isProcessed, noiseSuppression: isProcessed, autoGainControl: isProcessed }
}

const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } }

/** @param {Modality} modality @param {boolean} isProcessed */
function constraintsOf(modality, isProcessed) {
  const { audio, video } = mediaOf(modality)
  return { audio: audio && soundConstraints(isProcessed), video: video && PICTURE }
}

/** @param {Modality} modality @param {boolean} isProcessed @returns {Promise<MediaStream | null>} null = there is no such device */
async function take(modality, isProcessed) {
  try {
    return await navigator.mediaDevices.getUserMedia(constraintsOf(modality, isProcessed))
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'NotFoundError') return null
    throw deviceTrouble(thrown, modality)
  }
}

/**
 * The microphone and the camera, as far as the handler wants them. Where it wants both, one of them is enough.
 * @param {Modality} modality @param {boolean} isProcessed
 */
export async function openDevices(modality, isProcessed) {
  if (!globalThis.isSecureContext || !navigator.mediaDevices) throw insecureTrouble(modality)
  /** @type {readonly Modality[]} */
  const attempts = modality === 'audio-video' ? ['audio-video', 'audio', 'video'] : [modality]
  for (const attempt of attempts) {
    const stream = await take(attempt, isProcessed)
    if (stream) return stream
  }
  throw deviceTrouble(new DOMException('', 'NotFoundError'), modality)
}
