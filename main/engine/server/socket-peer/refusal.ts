import { type ErrorCode, toWireError } from '../../../../contract/errors'

/** Why there is no session: what the client reads, and how its socket is closed. */
export interface Refusal {
  readonly message: object
  /** Source: RFC 6455 section 7.4.1, and 1013 of IANA's registry, "try again later". */
  readonly closeCode: number
  readonly reason: string
}

const closeCodes: { readonly [C in ErrorCode]?: number } = {
  invalid: 1008,
  'not-found': 1008,
  timeout: 1008,
  limit: 1013,
  closed: 1000,
}
const INTERNAL_ERROR = 1011

/** An `error` message: FastRTC's key is `message`, its documentation says `data`. */
export function errorMessage(reason: string): object {
  return { type: 'error', data: reason, message: reason }
}

export function refusalOf(thrown: unknown): Refusal {
  const { code, message, hint } = toWireError(thrown)
  return {
    message: { ...errorMessage(message), code, ...(hint ? { hint } : {}) },
    closeCode: closeCodes[code] ?? INTERNAL_ERROR,
    reason: message,
  }
}

/** In the form that FastRTC's clients know. Source: FastRTC's answer over its limit. */
export function fastRtcRefusal(error: string, more: object = {}): Refusal {
  return { message: { status: 'failed', meta: { error, ...more } }, closeCode: 1013, reason: error }
}
