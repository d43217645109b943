import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { FromLink, HostProcessStart } from '../../../contract/host-link'
import { encodeFrame, FrameReader, writeFrame } from '../../../handlers/host/link/frames'
import { type HostPipe, type HostPipeEvents, openHostPipe } from './host-pipe'

const pipes: HostPipe[] = []
const sockets: Socket[] = []

/** A pipe, and what it tells in order. */
async function open(connectWithin?: number) {
  const told: unknown[] = []
  const listeners = new Set<() => void>()
  const tell = (what: unknown): void => {
    told.push(what)
    for (const listener of listeners) listener()
  }
  const start = await new Promise<HostProcessStart>((resolve) => {
    const on: HostPipeEvents = {
      listening: resolve,
      connected: (pid) => tell(`connected ${pid}`),
      message: (message) => tell(message),
      ended: (error) => tell(['ended', error?.code ?? null]),
    }
    pipes.push(openHostPipe(on, connectWithin))
  })
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = () => told.length >= count && resolve()
      listeners.add(look)
      look()
    })
  return { start, told, until, pipe: pipes.at(-1) as HostPipe }
}

function dial(start: HostProcessStart): Socket {
  const socket = connect(start.pipe)
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

const say = (socket: Socket, message: FromLink) =>
  writeFrame(
    socket,
    encodeFrame(message, () => true),
  )
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

afterEach(() => {
  for (const pipe of pipes.splice(0)) pipe.close()
  for (const socket of sockets.splice(0)) socket.destroy()
})

describe('the pipe to a handler process', () => {
  it('takes who says the token, gives it what waits, and leaves no socket in the file system', async () => {
    const { start, told, until, pipe } = await open()
    pipe.send({ type: 'acknowledge', slot: 1 })
    const got: unknown[] = []
    const reader = new FrameReader(({ message }) => got.push(message))
    const socket = dial(start)
    const heard = new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        reader.push(chunk)
        if (got.length === 2) resolve()
      })
    })
    say(socket, { type: 'hello', token: start.token, pid: 7 })
    say(socket, { type: 'exiting', code: 3 })
    await until(2)
    pipe.send({ type: 'locate' })
    await heard
    expect(told).toEqual(['connected 7', { type: 'exiting', code: 3 }])
    expect(got).toEqual([{ type: 'acknowledge', slot: 1 }, { type: 'locate' }])
    expect(existsSync(dirname(start.pipe))).toBe(false)
  })

  it('cuts off who says another token, or garbage, and goes on waiting', async () => {
    const { start, told, until } = await open()
    const liar = dial(start)
    say(liar, { type: 'hello', token: 'x'.repeat(32), pid: 1 })
    await closed(liar)
    const stranger = dial(start)
    stranger.write('GET / HTTP/1.1\r\n\r\n')
    await closed(stranger)
    say(dial(start), { type: 'hello', token: start.token, pid: 8 })
    await until(1)
    expect(told).toEqual(['connected 8'])
  })

  it('lets nobody else in once one is there', async () => {
    const { start, until } = await open()
    const early = dial(start)
    await new Promise((resolve) => early.once('connect', resolve))
    const cut = closed(early)
    say(dial(start), { type: 'hello', token: start.token, pid: 1 })
    await until(1)
    await cut
  })

  it('tells that the other side is gone', async () => {
    const { start, told, until } = await open()
    const socket = dial(start)
    say(socket, { type: 'hello', token: start.token, pid: 7 })
    await until(1)
    socket.destroy()
    await until(2)
    expect(told).toEqual(['connected 7', ['ended', null]])
  })

  it('tells that garbage comes, and cuts it off', async () => {
    const { start, told, until } = await open()
    const socket = dial(start)
    say(socket, { type: 'hello', token: start.token, pid: 7 })
    await until(1)
    const cut = closed(socket)
    socket.write(Buffer.alloc(64, 0xff))
    await until(2)
    await cut
    expect(told[1]).toEqual(['ended', 'internal'])
  })

  it('gives up when nobody connects', async () => {
    const { start, told, until } = await open(20)
    await until(1)
    expect(told).toEqual([['ended', 'timeout']])
    expect(existsSync(dirname(start.pipe))).toBe(false)
  })

  it('ends the other side when it is closed, and says nothing more', async () => {
    const { start, told, until, pipe } = await open()
    const socket = dial(start)
    say(socket, { type: 'hello', token: start.token, pid: 7 })
    await until(1)
    const cut = closed(socket)
    pipe.close()
    pipe.close()
    await cut
    expect(told).toEqual(['connected 7'])
  })
})
