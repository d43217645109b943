import type { FastifyReply, FastifyRequest } from 'fastify'
import { SoundcheckError, toWireError } from '../../../../contract/errors'
import { handlerName } from '../../../../contract/server'
import type { Door, DoorMeans } from '../doors'
import { type PageSubject, pagePolicy, renderPage } from './render-page'

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': pagePolicy,
  'Permissions-Policy': 'microphone=(self), camera=(self), geolocation=()',
  // The address may carry the token.
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

function othersThan(id: string | null, means: DoorMeans): PageSubject['others'] {
  return means
    .handlers()
    .filter((one) => one.id !== id && one.version > 0)
    .map((one) => ({ name: handlerName(one.id), title: one.manifest?.title ?? one.id }))
}

function subjectOf(request: FastifyRequest, means: DoorMeans): PageSubject {
  try {
    const { id, manifest } = means.versionFor(request)
    return { manifest, trouble: null, others: othersThan(id, means) }
  } catch (thrown) {
    if (!(thrown instanceof SoundcheckError)) throw thrown
    const { message, hint } = toWireError(thrown)
    return {
      manifest: null,
      trouble: { message, ...(hint ? { hint } : {}) },
      others: othersThan(null, means),
    }
  }
}

/** A page to try a handler from any browser. */
export const pageDoor: Door = (app, means) => {
  app.get('/', (request: FastifyRequest, reply: FastifyReply) => {
    const subject = subjectOf(request, means)
    return reply
      .code(subject.trouble ? 404 : 200)
      .headers(headers)
      .send(renderPage(subject))
  })
}
