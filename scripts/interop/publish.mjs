// WHIP publishers that only send, and tell nobody the address of their session: that the server has it is what can be told.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { stdoutOf } from '../setup/run.mjs'

const SECONDS = 5
const LONGEST = 60_000
const gstreamerProgram = path.join(import.meta.dirname, 'python', 'gstreamer_whip_client.py')

/** @param {string} program @returns {string | null} why it cannot publish */
export function missingWhipMuxer(program) {
  return / whip /.test(stdoutOf(program, ['-hide_banner', '-muxers']))
    ? null
    : 'this build of FFmpeg has no WHIP muxer'
}

/** @param {string} python @returns {string | null} why GStreamer cannot publish */
export function missingWhipSink(python) {
  return /whip/.test(stdoutOf(python, ['-B', gstreamerProgram, '--sink']))
    ? null
    : 'this GStreamer has neither whipclientsink nor whipsink, which are in gst-plugins-rs'
}

/** @param {string} url @returns {Promise<number>} */
async function sessionCount(url) {
  const health = await fetch(new URL('/health', url))
  return (await health.json()).sessions
}

/**
 * @param {string} url @param {string} program @param {readonly string[]} args
 * @param {import('./tone.mjs').Tone} sent @returns {Promise<import('./figures.mjs').Figures>}
 */
async function publish(url, program, args, sent) {
  const before = await sessionCount(url)
  const began = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: LONGEST })
  /** @type {number | null} */
  let connectMs = null
  const look = setInterval(async () => {
    if ((await sessionCount(url)) > before) connectMs ??= performance.now() - began
  }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(look)
  if (code !== 0 || connectMs === null) throw new Error(`${path.basename(program)} ended with ${code}`)
  const nothing = { heard: null, back: null, filmedFps: null, seen: null, shown: null, hasPong: false }
  return { connectMs, sent, ...nothing }
}

/** @param {import('./clients.mjs').Call} call */
export async function ffmpegPublishes({ url, program }) {
  const tone = { hz: 440, level: 0.125 }
  const sine = `sine=frequency=${tone.hz}:sample_rate=48000`
  const source = ['-re', '-f', 'lavfi', '-i', sine, '-t', String(SECONDS)]
  const sink = ['-c:a', 'libopus', '-ac', '2', '-f', 'whip', new URL('whip', url).href]
  return await publish(url, program, ['-hide_banner', '-loglevel', 'error', ...source, ...sink], tone)
}

/** @param {import('./clients.mjs').Call} call */
export async function gstreamerPublishes({ url, program }) {
  const args = ['-B', gstreamerProgram, new URL('whip', url).href]
  return await publish(url, program, args, { hz: 440, level: 0.3 })
}
