import { z } from 'zod'
import type { Door } from '../doors'
import { startConversation } from '../socket-peer/conversation'
import { base64Schema, eventReader, plainEvent } from '../socket-peer/socket-event'
import type { SocketProtocol } from '../socket-peer/socket-protocol'
import { toBase64, type Wording } from '../socket-peer/wording'

const startSchema = z.object({ websocket_id: z.string().min(1).max(200) })
const mediaSchema = z.object({ media: z.object({ payload: base64Schema }) })

/** What goes out is paced: no client has more than an instant of it that could be cleared. */
const wording: Wording = {
  media: (payload) => `{"event":"media","media":{"payload":"${toBase64(payload)}"}}`,
  clear: null,
  mark: null,
  takesMessages: true,
}

const events = [
  eventReader('start', startSchema, ({ websocket_id }) => ({
    kind: 'start',
    id: websocket_id,
    wording,
    about: () => null,
    inputs: () => ({}),
  })),
  eventReader('media', mediaSchema, ({ media }) => ({ kind: 'media', payload: media.payload, missed: null })),
  plainEvent('ping', 'ping'),
  plainEvent('stop', 'stop'),
]

/** Source: FastRTC's WebSocket audio. */
const protocol: SocketProtocol = {
  door: 'websocket',
  label: 'websocket',
  complains: true,
  rates: ({ inputSampleRate, outputSampleRate }) => ({ in: inputSampleRate, out: outputSampleRate }),
  createVocabulary: () => ({ events, hasMessages: true }),
}

/** `WS /websocket/offer`: sound as mu-law in JSON texts, and messages, on one socket. */
export const websocketDoor: Door = (app, means) => {
  app.get('/websocket/offer', { websocket: true }, (socket, request) =>
    startConversation({ socket, request, means, protocol }),
  )
}
