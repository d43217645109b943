import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { errorBody, type Refusal } from './error-replies'

const refusals: { readonly [code: string]: Refusal } = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'timeout', message: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'limit', message: 'The headers are larger than 16 KiB.' },
}
const malformed: Refusal = { status: 400, code: 'invalid', message: 'This is not a request in HTTP/1.1.' }

/** How long a client may go on sending before it is cut off, ms. */
const LINGER = 1000

/** Those that have their answer: what else comes from them is no request either. */
const refused = new WeakSet<Socket>()

/** Answers what is no request at all, or never becomes one: no route is ever asked. */
export function refuseMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) {
    socket.destroy()
    return
  }
  if (refused.has(socket)) return
  refused.add(socket)
  const refusal = refusals[error.code ?? ''] ?? malformed
  const body = JSON.stringify(errorBody(refusal))
  // Closed while bytes are unread, it would be reset, and the client might never see the answer. Source: RFC 9112 section 9.6.
  const late = setTimeout(() => socket.destroy(), LINGER)
  socket.once('close', () => clearTimeout(late))
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nConnection: close\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
