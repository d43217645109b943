import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { SoundcheckError } from '../../../../contract/errors'
import type { JsonValue } from '../../../../contract/json'
import type { Session } from '../../sessions/session'
import type { Door } from '../doors'
import { refusalOf, refuse } from '../error-replies'
import { checkInputs } from './check-inputs'
import { createOutputStream } from './output-stream'

const webrtc_id = z.string().min(1).max(200)
const json = z.json() as z.ZodType<JsonValue, JsonValue>
const inputHook = z.object({
  webrtc_id,
  inputs: z.union([z.array(json).max(1000), z.record(z.string().max(200), json)]),
})
const outputs = z.object({ webrtc_id })

const hookHint = 'Send {"webrtc_id", "inputs"} as JSON: inputs by name in an object, or in order in a list.'
const outputsHint = 'Ask for /outputs?webrtc_id=ID with the id of a session.'

function parse<T>(schema: z.ZodType<T>, given: unknown, hint: string): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'the request'
  throw new SoundcheckError('invalid', `${field} cannot be used: ${issue?.message ?? 'it is malformed'}`, {
    hint,
  })
}

/** What a handler's inputs and outputs go through beside its media: FastRTC leaves these two to every app. */
export const hooksDoor: Door = (app, { sessions }) => {
  const streams = new Set<ReturnType<typeof createOutputStream>>()
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end()
  })

  function sessionOf(webrtcId: string): Session {
    const session = sessions.findLive(webrtcId)
    if (session) return session
    throw new SoundcheckError('not-found', 'there is no live session under this webrtc_id', {
      hint: 'Send the id that the session was opened with, while it lasts.',
    })
  }

  /** What the request says is wrong, not how it says it: 422, as FastRTC's apps have it. */
  function refuseValue(reply: FastifyReply, thrown: unknown): FastifyReply {
    const refusal = refusalOf(thrown)
    return refuse(reply, refusal.code === 'invalid' ? { ...refusal, status: 422 } : refusal)
  }

  app.post('/input_hook', async (request, reply) => {
    try {
      const given = parse(inputHook, request.body, hookHint)
      const session = sessionOf(given.webrtc_id)
      await session.setInputs(checkInputs(given.inputs, session.manifest(), session.entry().inputs))
      return { status: 'success' }
    } catch (thrown) {
      if (thrown instanceof SoundcheckError) return refuseValue(reply, thrown)
      throw thrown
    }
  })

  app.get('/outputs', (request, reply) => {
    try {
      const stream = createOutputStream(sessionOf(parse(outputs, request.query, outputsHint).webrtc_id))
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
      return reply.type('text/event-stream; charset=utf-8').header('Cache-Control', 'no-store').send(stream)
    } catch (thrown) {
      if (thrown instanceof SoundcheckError) return refuseValue(reply, thrown)
      throw thrown
    }
  })
}
