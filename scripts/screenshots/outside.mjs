// Clients from outside, for the pictures of their sessions: they come in by WebSocket and telephone, and sing.
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { makeTone, toMulaw } from '../interop/tone.mjs'

const BLOCK_MS = 20
const TONE = { hz: 220, level: 0.4 }

/** @param {number} rate @param {number} number of the block @returns {string} base64 of 20 ms of a voice that swells and fades */
function block(rate, number) {
  const count = (rate * BLOCK_MS) / 1000
  const swell = Math.sin((Math.PI * number) / 50) ** 2
  const samples = makeTone({ ...TONE, level: TONE.level * swell }, rate, count, number * count)
  return Buffer.from(Array.from(samples, toMulaw)).toString('base64')
}

/**
 * Connects, says who it is, and sends sound until it is closed.
 * @param {string} address @param {object} start @param {number} rate Hz @param {object} [more] with each block of sound
 */
async function callIn(address, start, rate, more = {}) {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  // Nothing of what comes back is of interest.
  socket.on('message', () => undefined)
  socket.send(JSON.stringify(start))
  const began = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    for (; sent * BLOCK_MS <= performance.now() - began; sent++) {
      const media = { track: 'inbound', payload: block(rate, sent) }
      socket.send(JSON.stringify({ event: 'media', ...more, media }))
    }
  }, BLOCK_MS / 4)
  return {
    close() {
      clearInterval(timer)
      socket.terminate()
    },
  }
}

/** A tablet and a telephone talk to the handler of this name. @param {string} server as `http://127.0.0.1:8000` @param {string} name */
export async function callFromOutside(server, name) {
  const base = `${server.replace('http', 'ws')}/${name}`
  const { handlers } = await (await fetch(`${server}/handlers`)).json()
  const { inputSampleRate } = handlers.find((/** @type {{ name: string }} */ one) => one.name === name)
  const streamSid = 'MZ4711'
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }
  const start = { streamSid, callSid: 'CA4711', tracks: ['inbound'], mediaFormat, customParameters: {} }
  const callers = await Promise.all([
    callIn(`${base}/websocket/offer`, { event: 'start', websocket_id: 'kitchen-tablet' }, inputSampleRate),
    callIn(`${base}/telephone/handler`, { event: 'start', streamSid, start }, 8000, { streamSid }),
  ])
  return {
    close() {
      for (const caller of callers) caller.close()
    },
  }
}
