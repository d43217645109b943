import { execFile } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createServerBench } from './testing/server-bench'

const bench = createServerBench({})
const HEAD = 'GET /who HTTP/1.1\r\nHost: 127.0.0.1\r\n'
const CALLS = 10

/** In a process of its own: in ours it would take turns with the server, and never be sending when it is refused. */
const client = `
  const [port, head, pieces, bytes] = process.argv.slice(1)
  const call = () => new Promise((resolve) => {
    const socket = require('node:net').connect(Number(port), '127.0.0.1')
    const told = { answer: '', failure: null }
    socket.on('error', (error) => { told.failure = error.code })
    socket.on('data', (chunk) => { told.answer += chunk })
    socket.on('close', () => resolve(told))
    socket.write(head)
    for (let n = 0; n < pieces; n += 1) socket.write('x'.repeat(bytes))
    socket.write('\\r\\n\\r\\n')
  })
  const all = async () => {
    const told = []
    for (let n = 0; n < ${CALLS}; n += 1) told.push(await call())
    process.stdout.write(JSON.stringify(told))
  }
  all()`

interface Told {
  readonly answer: string
  /** What its socket failed with. */
  readonly failure: string | null
}

/** What each of ten calls was told that had this many pieces of header to send. */
async function callWith(pieces: number, bytes: number): Promise<readonly Told[]> {
  const args = ['-e', client, String(bench.port()), `${HEAD}X-Big: `, String(pieces), String(bytes)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as Told[]
}

describe('a client whose request is refused before it is one', () => {
  beforeEach(() => bench.start())
  afterEach(() => bench.server.stop())

  it.each([
    [1, 70_000],
    [40, 8000],
    [3, 1_000_000],
  ])(
    'reads why its headers are too large, though it was still sending (%i times %i bytes)',
    async (pieces, bytes) => {
      const calls = await callWith(pieces, bytes)
      expect(calls.map(({ failure }) => failure)).toEqual(Array.from({ length: CALLS }, () => null))
      for (const { answer } of calls) {
        const [head = '', body = ''] = answer.split('\r\n\r\n')
        expect(head).toMatch(/^HTTP\/1\.1 431 .*Connection: close/s)
        expect(head).toContain(`Content-Length: ${body.length}`)
        const message = 'The headers are larger than 16 KiB.'
        expect(JSON.parse(body)).toEqual({ error: { code: 'limit', message } })
      }
    },
  )

  it('gets one answer, whatever else it sends', async () => {
    const socket = net.connect({ port: bench.port(), host: '127.0.0.1' })
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    const closed = once(socket, 'close')
    for (const part of ['no request\r\n\r\n', 'nor this\r\n\r\n', `${HEAD}\r\n`]) socket.write(part)
    await closed
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid"/s)
  })

  it('is cut off when it does not stop sending', async () => {
    const socket = net.connect({ port: bench.port(), host: '127.0.0.1', allowHalfOpen: true })
    // Cut off is what it is meant to be.
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const sending = setInterval(() => socket.write('x'.repeat(1000)), 20)
    socket.resume().write(`${HEAD}X-Endless: ${'x'.repeat(20_000)}`)
    await closed
    clearInterval(sending)
    expect(socket.errored).not.toBeNull()
  })
})
