import { SoundcheckError } from '../../../contract/errors'

/** Of the options what can be wrong in itself; rates and thresholds are checked where they are used. */
export interface CheckedReplyOptions {
  readonly interruptOn?: string
  readonly preRollMs?: number
  readonly variant?: string
  readonly startupFn?: unknown
}

/** @throws SoundcheckError `handler` that says what is wrong with the function or with an option. */
export function checkReplyOptions(fn: unknown, options: CheckedReplyOptions): void {
  if (typeof fn !== 'function') {
    throw new SoundcheckError('handler', `ReplyOnPause was given ${describe(fn)} instead of a function`, {
      hint: 'Give it a function* (audio) { … } or an async function* (audio) { … }.',
    })
  }
  const { interruptOn = 'start', preRollMs = 300, variant = 'wave', startupFn } = options
  if (!['start', 'pause'].includes(interruptOn))
    throw badOption('interruptOn', interruptOn, "'start' or 'pause'")
  if (!(preRollMs >= 0 && preRollMs <= 5000))
    throw badOption('preRollMs', preRollMs, 'a number from 0 to 5000')
  if (!['wave', 'textbox'].includes(variant)) throw badOption('variant', variant, "'wave' or 'textbox'")
  if (startupFn !== undefined && typeof startupFn !== 'function')
    throw badOption('startupFn', startupFn, 'a function')
}

function badOption(name: string, value: unknown, expected: string): SoundcheckError {
  return new SoundcheckError('handler', `${name} is ${describe(value)}; expected ${expected}`, {
    hint: 'Correct it in the options that ReplyOnPause is made with.',
  })
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? (value.constructor?.name ?? 'an object')
    : String(value)
}
