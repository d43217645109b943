import type { FastifyReply } from 'fastify'

/** Aborted when the client goes away before it has the whole answer. */
export function hangUpOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}
