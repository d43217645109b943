import type { TurnEvent, TurnEventName } from '../../../contract/turns'
import { createMessage } from '../create-message'
import type { Reply } from './reply'
import {
  quiet,
  stepTurn,
  type TurnEffect,
  type TurnRules,
  type TurnSignal,
  type TurnState,
} from './turn-machine'

/** What a conversation needs of the handler around it. */
export interface ConversationPort {
  /** ms on the session's clock. */
  readonly time: () => number
  readonly send: (text: string) => void
  readonly report: (event: TurnEvent) => void
  /** Drops all that is queued for playback. */
  readonly clearQueue: () => void
  /** Whether all that was emitted has been played. */
  readonly isPlayed: () => boolean
  readonly askForInputs: () => void
  /** Begin to keep what is said. */
  readonly keepSpeech: () => void
  /** The reply to what was kept. */
  readonly makeReply: () => Reply
  readonly refuse: () => void
}

/** Whether a value that `emit` may return has sound in it. */
function hasSound(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  return typeof value[0] === 'number' || Array.isArray(value[0])
}

/** Takes the steps of the turn machine and does what they say; makes the replies one value at a time. */
export class Conversation {
  readonly #port: ConversationPort
  readonly #rules: () => TurnRules
  #state: TurnState = quiet
  #reply: Reply | null = null
  #greeting: Reply | null = null
  #soundAt: number | null = null

  constructor(port: ConversationPort, rules: () => TurnRules) {
    this.#port = port
    this.#rules = rules
  }

  get state(): TurnState {
    return this.#state
  }

  /** The reply that is being made, or null. */
  get reply(): Reply | null {
    return this.#reply
  }

  /** @param soundAt see `TurnEvent`. */
  signal(signal: TurnSignal, soundAt: number | null = null): void {
    this.#soundAt = soundAt
    const { state, effects } = stepTurn(this.#state, signal, this.#rules())
    this.#state = state
    for (const effect of effects) this.#effects[effect]()
  }

  greet(greeting: Reply): void {
    this.#greeting = greeting
    this.signal('greeted')
    this.#greeting = null
  }

  /** The next value to be emitted, null when there is none now; throws what the author's code throws. */
  async next(): Promise<unknown> {
    const reply = this.#reply
    if (!reply) return null
    try {
      const step = await reply.next()
      if (step.kind === 'made') this.#made(reply)
      if (step.kind !== 'value') return null
      if (hasSound(step.value)) this.#sounded(reply)
      return step.value
    } catch (thrown) {
      this.#made(reply)
      throw thrown
    }
  }

  /** Something was played: was it the last? */
  played(): void {
    if (this.#state.reply === 'playing' && this.#port.isPlayed()) this.signal('reply-played')
  }

  /** A stop word was heard. */
  tellStopWord(phrase: string, soundAt: number | null): void {
    this.#port.report({ name: 'stopword', at: this.#port.time(), soundAt, detail: phrase })
    this.#port.send(createMessage('stopword', ''))
  }

  /** The session is over. */
  end(): void {
    this.#reply?.cut()
    this.#reply = null
  }

  readonly #effects: { readonly [effect in TurnEffect]: () => void } = {
    'keep-speech': () => this.#port.keepSpeech(),
    'tell-started': () => this.#tell('started_talking'),
    'tell-paused': () => this.#tell('pause_detected'),
    'tell-finished': () => this.#tell('response_finished'),
    'ask-for-inputs': () => this.#port.askForInputs(),
    'cut-reply': () => this.#cut(),
    'make-reply': () => {
      this.#reply = this.#port.makeReply()
    },
    'make-greeting': () => {
      this.#reply = this.#greeting
    },
    refuse: () => this.#port.refuse(),
  }

  #tell(name: TurnEventName): void {
    this.#port.report({ name, at: this.#port.time(), soundAt: this.#soundAt, detail: null })
    this.#port.send(createMessage('log', name))
  }

  #cut(): void {
    this.#reply?.cut()
    this.#reply = null
    this.#port.clearQueue()
    this.#tell('interrupted')
  }

  #made(reply: Reply): void {
    if (reply !== this.#reply) return
    this.#reply = null
    this.#soundAt = null
    this.#sounded(reply)
    this.signal('reply-made')
    this.played()
  }

  /** FastRTC tells it with every item of sound; here it is told once, at the end for a reply without sound. */
  #sounded(reply: Reply): void {
    if (reply.hasSounded) return
    reply.hasSounded = true
    this.#soundAt = null
    this.#tell('response_starting')
  }
}
