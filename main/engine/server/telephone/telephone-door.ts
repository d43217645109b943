import type { Door } from '../doors'
import { startConversation } from '../socket-peer/conversation'
import { audioVersionFor } from '../socket-peer/open-socket-session'
import type { SocketProtocol } from '../socket-peer/socket-protocol'
import { createCallVocabulary } from './call-events'
import { connectCall } from './connect-call'
import { streamUrl } from './stream-url'

/** Hz, both ways. Source: Twilio media streams, "audio/x-mulaw" at 8000. */
const TELEPHONE_RATE = 8000

const protocol: SocketProtocol = {
  door: 'telephone',
  label: '',
  complains: false,
  rates: () => ({ in: TELEPHONE_RATE, out: TELEPHONE_RATE }),
  createVocabulary: createCallVocabulary,
}

/** `POST /telephone/incoming` answers a call, `WS /telephone/handler` carries it: Twilio's media streams. */
export const telephoneDoor: Door = (app, means) => {
  app.post('/telephone/incoming', (request, reply) => {
    audioVersionFor({ means, request })
    return reply.type('application/xml').send(connectCall(streamUrl(request)))
  })
  app.get('/telephone/handler', { websocket: true }, (socket, request) =>
    startConversation({ socket, request, means, protocol }),
  )
}
