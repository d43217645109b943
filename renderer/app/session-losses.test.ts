import { describe, expect, it } from 'vitest'
import type { SessionCounters } from '../../contract/state'
import { lossesOf } from './session-losses'

const clean: SessionCounters = {
  audioIn: 500,
  audioOut: 500,
  videoIn: 300,
  videoOut: 300,
  messagesIn: 2,
  messagesOut: 2,
  inputDropped: 0,
  trimmed: 0,
  underruns: 0,
  packetsLost: 0,
}

describe('the losses of a session', () => {
  it('are none while nothing went missing', () => {
    expect(lossesOf(clean)).toEqual([])
  })

  it('are said with number, noun and cause, each of them', () => {
    const losses = lossesOf({ ...clean, inputDropped: 1204, underruns: 1, trimmed: 3, packetsLost: 2 })
    expect(losses.map(({ short }) => short)).toEqual(['1,204 dropped', '1 gap', '3 trimmed', '2 lost'])
    expect(losses[0]?.meaning).toContain('too slow')
  })
})
