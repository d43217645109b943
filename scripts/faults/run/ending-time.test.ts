import { describe, expect, it } from 'vitest'
import type { Pong } from '../wire/pinger'
import { type EndingView, endingTime } from './ending-time'

const pong = (sentAt: number, born: string, version = 1): Pong => ({
  n: 0,
  sentAt,
  at: sentAt + 5,
  born,
  version,
  pid: 1,
})
const view = (change: Partial<EndingView>): EndingView => ({
  first: { born: 'a' },
  pongs: [],
  from: 1000,
  rejectedAt: null,
  ...change,
})

describe('the ending of a fault', () => {
  it('is that the call goes on when the same instance answers what was asked after it', () => {
    expect(endingTime('goes on', view({ pongs: [pong(900, 'a'), pong(1100, 'a')] }))).toBe(1105)
    expect(endingTime('goes on', view({ pongs: [pong(900, 'a'), pong(1100, 'b')] }))).toBeNull()
  })

  it('is that the handler starts again when another instance of its version answers', () => {
    const pongs = [pong(1100, 'a'), pong(1200, 'b', 2), pong(1300, 'b')]
    expect(endingTime('starts again', view({ pongs }))).toBe(1305)
  })

  it('is that the handler goes back when the version before answers after the bad one was told', () => {
    const pongs = [pong(1100, 'a'), pong(1200, 'b', 2), pong(1400, 'c')]
    expect(endingTime('goes back', view({ pongs, rejectedAt: 1300 }))).toBe(1405)
    expect(endingTime('goes back', view({ pongs }))).toBeNull()
  })

  it('is that the handler goes over when the new version answers', () => {
    expect(endingTime('goes over', view({ pongs: [pong(1100, 'a'), pong(1200, 'b', 2)] }))).toBe(1205)
  })

  it('is that the file is refused when that was told', () => {
    expect(endingTime('is refused', view({ rejectedAt: 1250 }))).toBe(1250)
  })

  it('is any answer where nothing more is asked for', () => {
    expect(endingTime('answers', view({ first: null, pongs: [pong(1100, 'z')] }))).toBe(1105)
    expect(endingTime('answers', view({ pongs: [pong(900, 'a')] }))).toBeNull()
  })
})
