import { additionalOutputsBrand, isBranded } from './brand'

/**
 * Side data for whoever watches the stream: a transcript, a score, the state of a conversation. Emitted alone or beside
 * audio or a picture, in which case it is published first. Source: FastRTC `AdditionalOutputs`.
 */
export class AdditionalOutputs {
  /** In the order given; anything that JSON can carry. */
  readonly args: readonly unknown[]

  constructor(...args: readonly unknown[]) {
    this.args = args
  }

  get [additionalOutputsBrand](): true {
    return true
  }
}

/** Whether `value` is an {@link AdditionalOutputs}, of whichever copy of the kit. */
export function isAdditionalOutputs(value: unknown): value is AdditionalOutputs {
  return isBranded(value, additionalOutputsBrand)
}
