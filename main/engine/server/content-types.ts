import type { FastifyInstance } from 'fastify'

/** Bodies that are text as they are. Source: RFC 9725 section 4.2 (offers) and 4.3.1 (trickled candidates). */
const texts = ['application/sdp', 'application/trickle-ice-sdpfrag']

/**
 * What a request's body is, beside JSON: a string for SDP, an object of strings for forms, as telephone services send them. Of
 * a field that is there twice the last counts.
 */
export function addContentTypes(app: FastifyInstance): void {
  app.addContentTypeParser(texts, { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}
