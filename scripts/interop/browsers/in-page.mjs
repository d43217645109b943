// What runs inside the client page, in whichever browser: each function stands alone.
import { toneOf } from '../tone.mjs'

/** To be run before the page's own code: keeps its connection at hand, to ask how many pictures it sends. */
export function keepPeer() {
  const page = /** @type {any} */ (globalThis)
  page.RTCPeerConnection = class extends RTCPeerConnection {
    /** @param {RTCConfiguration} [configuration] */
    constructor(configuration) {
      super(configuration)
      page.callPeer = this
    }
  }
}

/** To be run before the call is started: notes when that is. */
export function prepare() {
  const page = /** @type {any} */ (globalThis)
  const processing = /** @type {HTMLInputElement} */ (document.getElementById('processing'))
  // Echo cancellation takes a tone for an echo, and noise suppression for a hum.
  processing.checked = false
  document
    .getElementById('start')
    ?.addEventListener('click', () => (page.callStarted = performance.now()), { capture: true })
}

/**
 * Measures the call that was started; resolves to the client's side of the figures.
 * @param {(samples: ArrayLike<number>, rate: number) => import('../tone.mjs').Tone} toneOf @param {boolean} hasVideo
 */
async function measure(toneOf, hasVideo) {
  const page = /** @type {any} */ (globalThis)
  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  /** @param {string} id @returns {any} */
  const at = (id) => document.getElementById(id)
  /** @param {string} what @param {() => unknown} condition */
  async function until(what, condition) {
    for (let tries = 0; tries < 1500; tries++) {
      if (!at('trouble').hidden) throw new Error(at('trouble').textContent)
      if (condition()) return
      await pause(10)
    }
    throw new Error(`waited in vain: ${what}`)
  }
  /** @param {string} type @returns {any[]} the data of the handler's messages of this type */
  const received = (type) =>
    [...document.querySelectorAll('#messages .received')]
      .map((row) => row.textContent?.slice(2) ?? '')
      .filter((text) => text.startsWith(`{"type":"${type}"`))
      .map((text) => JSON.parse(text).data)

  await until('connected', () => at('status').textContent === 'Connected.')
  const connectMs = performance.now() - page.callStarted
  await until('the channel', () => !at('message').disabled)
  at('message').value = 'marco'
  at('send').click()
  await until('an answer to a message', () => received('pong').includes('marco'))
  await until('sound at the handler', () => received('heard').length > 3)

  /** A recording, because an AudioContext runs only where there is a loudspeaker. */
  async function listen() {
    const recorder = new MediaRecorder(at('answer-sound').srcObject)
    /** @type {Blob[]} */
    const parts = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve))
    recorder.start()
    await pause(3000)
    recorder.stop()
    await stopped
    const recording = await new Blob(parts).arrayBuffer()
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(recording)
    // Codecs begin softly, so that the end counts; on a busy machine a recording is shorter than the time it took.
    return toneOf(sound.getChannelData(0).subarray(-48000), 48000)
  }

  /** @returns {Promise<{ sent: number, shown: number }>} pictures so far */
  async function pictureCounts() {
    const stats = [...(await page.callPeer.getStats()).values()].filter((one) => one.kind === 'video')
    return {
      sent: stats.find((one) => one.type === 'outbound-rtp')?.framesEncoded ?? 0,
      shown: stats.find((one) => one.type === 'inbound-rtp')?.framesDecoded ?? 0,
    }
  }

  function brightness() {
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 48
    const context = canvas.getContext('2d')
    context?.drawImage(at('answer-picture'), 0, 0, 64, 48)
    return context?.getImageData(0, 0, 64, 48).data ?? new Uint8ClampedArray()
  }

  async function look() {
    const video = at('answer-picture')
    await until('pictures', () => video.videoWidth > 0 && received('seen').length > 2)
    const reportsBefore = received('seen').length
    const countsBefore = await pictureCounts()
    const began = performance.now()
    let before = brightness()
    let change = 0
    const looks = 30
    for (let n = 0; n < looks; n++) {
      await pause(100)
      const now = brightness()
      let sum = 0
      for (let i = 0; i < now.length; i++) sum += Math.abs((now[i] ?? 0) - (before[i] ?? 0))
      change += sum / now.length / looks
      before = now
    }
    const counts = await pictureCounts()
    const seconds = (performance.now() - began) / 1000
    const filmedFps = (counts.sent - countsBefore.sent) / seconds
    const fps = (counts.shown - countsBefore.shown) / seconds
    const shown = { width: video.videoWidth, height: video.videoHeight, fps, change }
    const reports = received('seen').slice(reportsBefore)
    const seenFps = reports.reduce((sum, report) => sum + report.fps, 0) / Math.max(1, reports.length)
    return { filmedFps, shown, seen: { ...received('seen').at(-1), fps: seenFps } }
  }

  const looked = hasVideo ? await look() : { filmedFps: null, shown: null, seen: null }
  const back = await listen()
  return {
    connectMs,
    sent: null,
    heard: received('heard').at(-1),
    back,
    ...looked,
    hasPong: true,
  }
}

/** The measurement as an expression. @param {boolean} hasVideo */
export function measurement(hasVideo) {
  return `(${measure})(${toneOf}, ${hasVideo})`
}
