import type { SpeechReport, TurnEvent } from '../../contract/turns'
import type { EventLoop } from './event-loop'

/** The client's data channel as a handler sees it. */
export interface HandlerChannel {
  /**
   * Sends one text message.
   *
   * @throws SoundcheckError `limit` above 262,144 bytes of UTF-8, which would close the channel, and when 1,000 messages
   * are still on their way.
   */
  send(text: string): void
}

/** What the host gives an instance to live on. Authors reach it only through the handler's own members. */
export interface InstanceRuntime {
  readonly loop: EventLoop
  /** Aborted at the end of the session. */
  readonly signal: AbortSignal
  /** Whether the file declares its inputs, so that their values are always known. */
  readonly inputsAreDeclared: boolean
  /** Which of the inputs is held down to talk; null = none. */
  readonly talkInput: number | null
  clearQueue(): void
  /** Whether all that was emitted so far has been played, or dropped. */
  isPlayed(): boolean
  reportTurn(event: TurnEvent): void
  reportSpeech(report: SpeechReport): void
  /** Resolves when few enough messages are on their way to the channel, or the session ends. */
  whenMessagesInStep(): Promise<void>
  /** Sends and blocks the thread until the channel has taken the text. */
  sendSync(text: string): void
  /** Blocks the thread until `isReady` holds after new input values came in. */
  waitForInputsSync(isReady: () => boolean): void
}
