// FFmpeg as a WHIP publisher. It only sends, and opens no data channel: that the server has its session is what can be told.
import { spawn } from 'node:child_process'
import { stdoutOf } from '../setup/run.mjs'

const SECONDS = 5
const TONE = { hz: 440, level: 0.125 }

/** @param {string} program @returns {string | null} why it cannot publish */
export function missingWhip(program) {
  return / whip /.test(stdoutOf(program, ['-hide_banner', '-muxers']))
    ? null
    : 'this build of FFmpeg has no WHIP muxer'
}

/** @param {string} url @returns {Promise<number>} */
async function sessionCount(url) {
  const health = await fetch(new URL('/health', url))
  return (await health.json()).sessions
}

/** @param {import('./clients.mjs').Call} call @returns {Promise<import('./figures.mjs').Figures>} */
export async function callFromFfmpeg({ url, program }) {
  const source = [
    '-re',
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=${TONE.hz}:sample_rate=48000`,
    '-t',
    String(SECONDS),
  ]
  const sink = ['-c:a', 'libopus', '-ac', '2', '-f', 'whip', new URL('whip', url).href]
  const before = await sessionCount(url)
  const began = performance.now()
  const child = spawn(program, ['-hide_banner', '-loglevel', 'error', ...source, ...sink], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  /** @type {number | null} */
  let connectMs = null
  const look = setInterval(async () => {
    if ((await sessionCount(url)) > before) connectMs ??= performance.now() - began
  }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(look)
  if (code !== 0 || connectMs === null) throw new Error(`FFmpeg ended with ${code}`)
  return {
    connectMs,
    sent: TONE,
    heard: null,
    back: null,
    filmedFps: null,
    seen: null,
    shown: null,
    hasPong: false,
  }
}
