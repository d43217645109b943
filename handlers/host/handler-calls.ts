import { SoundcheckError } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import type { AudioFrame } from '../kit/frames'
import type { VideoFrame } from '../kit/video-frame'
import type { EmittedSamples } from './audio-medium'
import { type AnyHandler, type AudioVideoHandler, isSynchronous, traitsOf } from './find-handler'
import { type Emitted, interpretEmit, isNothing, type Medium } from './interpret-emit'
import { type MethodCalls, type Outcome, requireSync } from './method-calls'
import { type EmittedPicture, pictureMedium } from './picture-medium'

/** An instance's four media methods, called as its class says and with what they return understood. */
export class HandlerCalls {
  readonly #handler: AnyHandler
  readonly #calls: MethodCalls
  readonly #audioMedium: Medium<EmittedSamples>
  /** The asynchronous class to extend instead, for synchronous handlers; null for asynchronous ones. */
  readonly #asyncKind: string | null
  /** The handler's name, and what an author calls the code that `emit` runs. */
  readonly #name: string
  readonly #emitter: string | null

  constructor(
    handler: AnyHandler,
    { kind, className, title }: HandlerManifest,
    calls: MethodCalls,
    audioMedium: Medium<EmittedSamples>,
  ) {
    this.#handler = handler
    this.#calls = calls
    this.#audioMedium = audioMedium
    this.#asyncKind = isSynchronous(kind) ? `Async${kind}` : null
    this.#emitter = traitsOf(kind).emitter
    this.#name = this.#emitter === null ? className : title
  }

  /** @param arrivedAt engine clock, ms. */
  receive(frame: AudioFrame, arrivedAt: number): Promise<Outcome<void>> {
    const work = () => this.#checked('receive', this.#handler.receive(frame))
    return this.#calls.call('receive', work, { arrivedAt })
  }

  videoReceive(frame: VideoFrame, arrivedAt: number): Promise<Outcome<void>> {
    const handler = this.#handler as AudioVideoHandler
    const work = () => this.#checked('videoReceive', handler.videoReceive(frame))
    return this.#calls.call('videoReceive', work, { arrivedAt })
  }

  emit(): Promise<Outcome<Emitted<EmittedSamples>>> {
    const work = async () => {
      const value: unknown = await this.#checked('emit', this.#handler.emit())
      return this.#understood('emit', value, this.#audioMedium)
    }
    return this.#calls.call('emit', work, { isIdle: isNothing })
  }

  videoEmit(): Promise<Outcome<Emitted<EmittedPicture>>> {
    const handler = this.#handler as AudioVideoHandler
    const work = async () => {
      const value: unknown = await this.#checked('videoEmit', handler.videoEmit())
      return this.#understood('videoEmit', value, pictureMedium)
    }
    return this.#calls.call('videoEmit', work, { isIdle: isNothing })
  }

  #checked<T>(method: 'receive' | 'emit' | 'videoReceive' | 'videoEmit', value: T): T {
    return this.#asyncKind === null ? value : requireSync(value, `${this.#name}.${method}`, this.#asyncKind)
  }

  #understood<M>(method: 'emit' | 'videoEmit', value: unknown, medium: Medium<M>): Emitted<M> {
    const reading = interpretEmit(value, medium)
    if (reading.ok) return reading.value
    const said =
      this.#emitter === null
        ? `${this.#name}.${method} returned`
        : `The ${this.#emitter} of ${this.#name} gave`
    throw new SoundcheckError('handler', `${said} ${reading.complaint}`, {
      hint: `Change what ${this.#emitter === null ? `${method} returns` : `the ${this.#emitter} gives`}.`,
    })
  }
}
