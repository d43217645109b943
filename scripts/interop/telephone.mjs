// A telephone call as Twilio's media streams carry it: the webhook, then mu-law over a WebSocket, in real time.
import { WebSocket } from 'ws'
import { fromMulaw, makeTone, toMulaw, toneOf } from './tone.mjs'

const RATE = 8000
const BLOCK_MS = 20
const BLOCK = (RATE * BLOCK_MS) / 1000
const TONE = { hz: 440, level: 0.3 }
const SECONDS = 5
const STREAM = 'MZ0123456789abcdef0123456789abcdef'

/** @param {string} url of the handler @returns {Promise<string>} where the call's sound goes, as the webhook says */
async function incoming(url) {
  const form = new URLSearchParams({ CallSid: 'CA0123456789abcdef', From: '+15550100', To: '+15550101' })
  const response = await fetch(new URL('telephone/incoming', url), { method: 'POST', body: form })
  const twiml = await response.text()
  const found = /<Stream url="wss?:\/\/[^/"]+([^"]*)"/.exec(twiml)
  if (!response.ok || !found?.[1]) throw new Error(`the webhook answered ${response.status}: ${twiml}`)
  // Twilio would go through a proxy that speaks TLS; this call goes straight to the server.
  const address = new URL(found[1].replaceAll('&amp;', '&'), url)
  address.protocol = address.protocol.replace('http', 'ws')
  return address.href
}

/** @param {string} address @returns {Promise<WebSocket>} */
function opened(address) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address)
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** @param {WebSocket} socket */
function dial(socket) {
  socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }))
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: RATE, channels: 1 }
  const start = { streamSid: STREAM, callSid: 'CA0123456789abcdef', tracks: ['inbound'], mediaFormat }
  const more = { sequenceNumber: '1', streamSid: STREAM }
  socket.send(JSON.stringify({ event: 'start', ...more, start: { ...start, customParameters: {} } }))
}

/** @param {number} number of the block, from 0 */
function mediaMessage(number) {
  const samples = makeTone(TONE, RATE, BLOCK, number * BLOCK)
  const payload = Buffer.from(Array.from(samples, toMulaw)).toString('base64')
  const media = { track: 'inbound', chunk: String(number + 1), timestamp: String(number * BLOCK_MS), payload }
  const more = { sequenceNumber: String(number + 2), streamSid: STREAM }
  return JSON.stringify({ event: 'media', ...more, media })
}

/** Sends the tone in real time. @param {WebSocket} socket @returns {Promise<void>} */
function talk(socket) {
  const began = performance.now()
  let sent = 0
  return new Promise((resolve, reject) => {
    socket.once('close', (code, reason) => reject(new Error(`the server hung up: ${code} ${reason}`)))
    const timer = setInterval(() => {
      for (; sent * BLOCK_MS <= performance.now() - began; sent++) socket.send(mediaMessage(sent))
      if (sent * BLOCK_MS < SECONDS * 1000) return
      clearInterval(timer)
      resolve()
    }, BLOCK_MS / 2)
  })
}

/** @param {import('./clients.mjs').Call} call @returns {Promise<import('./figures.mjs').Figures>} */
export async function callFromTelephone({ url }) {
  const began = performance.now()
  const socket = await opened(await incoming(url))
  const connectMs = performance.now() - began
  /** @type {number[]} */
  const back = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    if (message.event === 'media') back.push(...Buffer.from(message.media.payload, 'base64'))
    // A mark comes back when what was sent before it has been played.
    if (message.event === 'mark') socket.send(String(data))
  })
  try {
    dial(socket)
    await talk(socket)
    socket.send(JSON.stringify({ event: 'stop', streamSid: STREAM }))
  } finally {
    socket.terminate()
  }
  const heard = back.slice(-2 * RATE).map(fromMulaw)
  return {
    connectMs,
    sent: TONE,
    heard: null,
    back: heard.length === 0 ? null : toneOf(heard, RATE),
    filmedFps: null,
    seen: null,
    shown: null,
    hasPong: false,
  }
}
