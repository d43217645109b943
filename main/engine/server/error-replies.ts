import type { FastifyError, FastifyReply } from 'fastify'
import { type ErrorCode, messageOf, SoundcheckError } from '../../../contract/errors'

/** What every refusal says. `handlers`: the names to choose from, where a name was the trouble. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string }
  readonly handlers?: readonly string[]
}

export interface Refusal {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
}

const statuses: { readonly [C in ErrorCode]: number } = {
  invalid: 400,
  'not-found': 404,
  unavailable: 503,
  handler: 502,
  compile: 502,
  timeout: 504,
  closed: 409,
  limit: 429,
  internal: 500,
}

/** Fastify's own words name its functions or repeat what came in: these say what the client can do. */
const ofFastify: { readonly [code: string]: Omit<Refusal, 'status'> } = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'limit', message: 'The body is larger than 1 MiB.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'invalid',
    message: 'Bodies of this content type are not taken.',
    hint: 'Send application/json, application/sdp or application/x-www-form-urlencoded, and say so in Content-Type.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'invalid', message: 'The body is not valid JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'invalid',
    message: 'The body is empty, but its content type is application/json.',
    hint: 'Send a body, or leave the Content-Type header out.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'invalid',
    message: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { code: 'invalid', message: 'The address is not percent-encoded as it should be.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not-found', message: 'A part of the address is too long.' },
}

export function errorBody({ code, message, hint }: Omit<Refusal, 'status'>): ErrorBody {
  return { error: { code, message, ...(hint ? { hint } : {}) } }
}

function isFastifyError(thrown: unknown): thrown is FastifyError {
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
}

/** What to answer to anything that a route throws. What is nobody's mistake but ours is a 500 without any details. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof SoundcheckError) {
    const { code, message, hint } = thrown
    return { status: statuses[code], code, message, hint }
  }
  if (isFastifyError(thrown)) {
    const status = thrown.statusCode ?? 500
    const known = ofFastify[thrown.code]
    if (known) return { status, ...known }
    if (status >= 400 && status < 500) return { status, code: 'invalid', message: messageOf(thrown) }
  }
  return {
    status: 500,
    code: 'internal',
    message: 'Something in Soundcheck itself failed.',
    hint: 'The log of the app says what.',
  }
}

export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).type('application/json; charset=utf-8').send(errorBody(refusal))
}
