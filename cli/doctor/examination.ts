import { type ErrorCode, SoundcheckError } from '../../contract/errors'

/** One thing that the doctor looks at. */
export interface Examination {
  readonly name: string
  /** Whether Soundcheck cannot do its work when this fails. */
  readonly needed: boolean
  /** Resolves to what was found, in a few words; throws what is wrong. */
  readonly look: () => string | Promise<string>
}

/** Something is wrong, and this is what to do about it. */
export function complaint(message: string, hint: string, code: ErrorCode = 'unavailable'): SoundcheckError {
  return new SoundcheckError(code, message, { hint })
}
