import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createStopRequest } from './stop-request'

function start() {
  const exits: (string | number | null | undefined)[] = []
  const process = Object.assign(new EventEmitter(), {
    exit(code?: string | number | null): never {
      exits.push(code)
      return undefined as never
    },
  })
  const stdout = new EventEmitter()
  let now = 0
  const signal = createStopRequest({ process: process as never, stdout: stdout as never, now: () => now })
  return {
    process,
    stdout,
    signal,
    exits,
    pass: (ms: number) => {
      now += ms
    },
  }
}

it('asks to stop at the first SIGINT, and ends at once at the second', () => {
  const { process, signal, exits, pass } = start()
  process.emit('SIGINT')
  expect(signal.aborted).toBe(true)
  expect(exits).toEqual([])
  pass(2000)
  process.emit('SIGINT')
  expect(exits).toEqual([130])
})

it('takes the SIGINT that npm passes on for the one that the terminal sent', () => {
  const { process, exits, pass } = start()
  process.emit('SIGINT')
  pass(50)
  process.emit('SIGINT')
  expect(exits).toEqual([])
})

it('stops in order for SIGTERM, however often it comes, and when the reader of stdout has gone', () => {
  const ended = start()
  ended.process.emit('SIGTERM')
  ended.pass(5000)
  ended.process.emit('SIGTERM')
  expect(ended).toMatchObject({ exits: [], signal: { aborted: true } })
  const unread = start()
  unread.stdout.emit('error', new Error('EPIPE'))
  expect(unread.signal.aborted).toBe(true)
})
