// Chat
// Talks on the data channel instead of aloud: type a message, or send JSON, and read what comes back.

import { AsyncStreamHandler, type AudioFrame, createMessage, type EmitType, type JsonValue } from 'soundcheck'

export const stream = { title: 'Chat' }

export default class Chat extends AsyncStreamHandler {
  private count = 0

  /** JSON arrives parsed, any other text as it is. */
  override async onMessage(message: JsonValue): Promise<void> {
    this.count++
    console.log('message', this.count, message)
    await this.sendMessage(this.answer(message))
  }

  async receive(_frame: AudioFrame): Promise<void> {
    // This one does not listen to the microphone ...
  }

  async emit(): Promise<EmitType> {
    // ... and says nothing.
    return null
  }

  private answer(message: JsonValue): string {
    if (isPing(message)) return createMessage('pong', { count: this.count })
    if (typeof message !== 'string') return createMessage('echo', message)
    // Spread, not split(''): a string's own units would tear some characters apart.
    const reversed = [...message].reverse().join('')
    return createMessage('reply', { count: this.count, text: reversed })
  }
}

function isPing(message: JsonValue): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ping'
}
