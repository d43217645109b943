import { once } from 'node:events'
import net from 'node:net'

/** What came back on one connection. */
export interface Exchange {
  /** null = it was closed without a word. */
  readonly status: number | null
  readonly contentType: string
  readonly body: string
  /** By the server. */
  readonly isClosed: boolean
}

/** ms in which the server must have answered, or closed. */
const PATIENCE = 15_000

function parse(bytes: Buffer, isClosed: boolean): Exchange {
  const text = bytes.toString('utf8')
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? '' : text.slice(0, end)
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]
  return {
    status: status === undefined ? null : Number(status),
    contentType: /^content-type: *(.*)$/im.exec(head)?.[1] ?? '',
    body: end < 0 ? '' : text.slice(end + 4),
    isClosed,
  }
}

/** Opens a connection of its own to the server. */
export async function connect(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host: '127.0.0.1' })
  // What is wrong with it shows in what is read from it; a reset by the server is one of its ways to refuse.
  socket.on('error', () => undefined)
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

/** Sends `parts` one after the other, and reads until the server closes. */
export async function exchange(port: number, parts: readonly (string | Buffer)[]): Promise<Exchange> {
  const socket = await connect(port)
  const came: Buffer[] = []
  socket.on('data', (part: Buffer) => came.push(part))
  let timer: NodeJS.Timeout | undefined
  const closed = once(socket, 'close').then(() => true)
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE)
  })
  for (const part of parts) if (socket.writable) socket.write(part)
  const isClosed = socket.destroyed || (await Promise.race([closed, late]))
  clearTimeout(timer)
  socket.destroy()
  return parse(Buffer.concat(came), isClosed)
}

export interface PlainRequest {
  readonly method: string
  readonly path: string
  readonly body?: string | Buffer
  readonly type?: string
  readonly headers?: readonly string[]
}

/** A request of one connection, as bytes. */
export function requestBytes(
  port: number,
  { method, path, body = '', type, headers = [] }: PlainRequest,
): Buffer {
  const content = Buffer.from(body)
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: close',
    ...(content.length > 0 || method === 'POST' ? [`Content-Length: ${content.length}`] : []),
    ...(type ? [`Content-Type: ${type}`] : []),
    ...headers,
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content])
}

/** The body without the lengths of its chunks. */
function unchunked(body: string): string {
  const chunked = /^[0-9a-f]+\r\n([\s\S]*?)\r\n0\r\n/i.exec(body)
  return chunked?.[1] ?? body
}

function isRefusal(body: string): boolean {
  try {
    const { error, status } = JSON.parse(unchunked(body)) as {
      readonly error?: { readonly code?: unknown; readonly message?: unknown }
      readonly status?: unknown
    }
    if (status === 'failed') return true
    return typeof error?.code === 'string' && typeof error.message === 'string' && error.message !== ''
  } catch {
    // Not JSON: that is the answer to what was asked here.
    return false
  }
}

/** What is wrong with an answer to something malformed; null when it is a clear refusal, a success, or a clean end. */
export function faultOf({ status, contentType, body, isClosed }: Exchange, method: string): string | null {
  if (status === null) return isClosed ? null : 'neither an answer nor an end'
  if (status === 500) return `status ${status}: ${body.slice(0, 300)}`
  if (status < 400 || method === 'HEAD') return null
  if (!contentType.startsWith('application/json')) return `status ${status} as "${contentType}"`
  return isRefusal(body) ? null : `status ${status} without code and message: ${body.slice(0, 300)}`
}
