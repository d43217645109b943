import type { RawData, WebSocket } from 'ws'
import { SoundcheckError } from '../../../../contract/errors'
import { audioVersionFor, openSocketSession, type SocketSessionOptions } from './open-socket-session'
import { errorMessage, type Refusal, refusalOf } from './refusal'
import { readEvent, type SocketEvent, type StartEvent } from './socket-event'
import type { SocketPeer } from './socket-peer'
import { createSocketWire } from './socket-wire'

/** Who is connected begins within this, ms. */
const START_LIMIT = 30_000

export type ConversationOptions = Omit<SocketSessionOptions, 'wire'> & { readonly socket: WebSocket }

/** `ending`: what may still come is of no interest. */
type ConversationState = 'waiting' | 'opening' | 'live' | 'ending'

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString()
}

const lateStart = () =>
  new SoundcheckError('timeout', `No "start" came within ${START_LIMIT / 1000} s.`, {
    hint: 'Send {"event":"start", …} as soon as the socket is open.',
  })

/** All that happens on one socket, from its first text until it is closed. */
export function startConversation({ socket, ...given }: ConversationOptions): void {
  const wire = createSocketWire(socket)
  const options: SocketSessionOptions = { ...given, wire }
  const { protocol } = options
  const vocabulary = protocol.createVocabulary()
  let state: ConversationState = 'waiting'
  let peer: SocketPeer | undefined
  const startLimit = setTimeout(() => refuse(refusalOf(lateStart())), START_LIMIT)

  function tell(message: object): void {
    // Who does not read is told no more.
    wire.offer(JSON.stringify(message))
  }

  function complain(reason: string): void {
    peer?.refused(`a text of the client was not used: ${reason}`)
    if (protocol.complains) tell(errorMessage(`Your text was not used: ${reason}`))
  }

  function end(code: number, reason: string): void {
    state = 'ending'
    clearTimeout(startLimit)
    void wire.close(code, reason)
  }

  function refuse({ message, closeCode, reason }: Refusal): void {
    if (state === 'ending') return
    tell(message)
    end(closeCode, reason)
  }

  async function open(start: StartEvent): Promise<void> {
    state = 'opening'
    clearTimeout(startLimit)
    const refusal = await openSocketSession(options, start, (made) => {
      peer = made
    })
    if (refusal) refuse(refusal)
    else if (state === 'opening') {
      state = 'live'
      peer?.begin()
    }
  }

  function begin(start: StartEvent): void {
    if (state === 'waiting') void open(start)
    else complain('"start" came a second time')
  }

  /** What is only for a session. */
  function pass(event: SocketEvent & { kind: 'media' | 'message' | 'played' }): void {
    if (!peer) complain(`"${event.kind}" came before "start"`)
    else if (event.kind === 'message') peer.message(event.text)
    else if (event.kind === 'played') peer.played(event.mark)
    else peer.media(event.payload, event.missed)
  }

  function take(event: SocketEvent): void {
    if (event.kind === 'start') begin(event)
    else if (event.kind === 'ping') tell({ event: 'pong' })
    else if (event.kind === 'bad') badText(event.reason, event.isFatal)
    else if (event.kind === 'stop') {
      peer?.ended('closed')
      end(1000, 'the client stopped')
    } else if (event.kind !== 'ignored') pass(event)
  }

  function badText(reason: string, isFatal: boolean): void {
    if (state === 'waiting' && isFatal) refuse(refusalOf(new SoundcheckError('invalid', reason)))
    else complain(reason)
  }

  socket.on('message', (data, isBinary) => {
    if (state === 'ending') return
    if (isBinary) complain('it is binary; send JSON as text, and sound in it as base64')
    else take(readEvent(textOf(data), vocabulary))
  })
  socket.on('close', (code) => {
    end(1000, '')
    // 1006: it broke off without a closing frame.
    peer?.ended(code === 1006 ? 'lost' : 'closed')
  })

  try {
    audioVersionFor(options)
  } catch (thrown) {
    refuse(refusalOf(thrown))
  }
}
