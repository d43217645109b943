import { describe, expect, it } from 'vitest'
import type { FramePath } from '../../contract/frame-path'
import { createFrameEnds } from './frame-ends'
import { endWay, partsOf, spreadWays, wholeWayOf, wholeWays } from './frame-ways'

/** Sent at 2,000 ms of the session, 40 ms after its first packet had come. */
const path: FramePath = {
  ...{ sentMs: 2000, inTs: 1, outTs: 7, capturedMs: 1_000_000 + 940 },
  steps: {
    ...{ arrival: 3, reorder: 2, decode: 5, inputQueue: 1 },
    ...{ handler: 20, outputQueue: 2, pacing: 4, encode: 3 },
  },
}
/** The session's clock is 1,000 ms ahead: its first packet came at 960, the answer was sent at 1,000. */
const end = { captureMs: 10, playoutMs: 25, rttMs: 4, offsetMs: 1000, timeOrigin: 1_000_000 }

describe('the way of a frame', () => {
  it('of sound goes from mouth to ear, in parts that add up', () => {
    const at = { receivedMs: null, decodeMs: 0, readyMs: 1060, shownMs: 1060 }
    const way = wholeWayOf('audio', path, at, end)
    expect(way?.parts).toEqual({
      ...path.steps,
      ...{ capture: 10, uplink: 20, downlink: 2, clientDecode: 0, buffer: 58, playout: 25 },
    })
    // From 10 ms before its capture to 25 ms after it was ready.
    expect(way?.totalMs).toBe(10 + (1060 - 940) + 25)
  })

  it('of a picture goes from the camera to the screen', () => {
    const at = { receivedMs: 1003, decodeMs: 6, readyMs: 1030, shownMs: 1046 }
    const way = wholeWayOf('video', path, at, end)
    expect(way?.parts).toMatchObject({ uplink: 20, downlink: 3, clientDecode: 6, buffer: 21, playout: 16 })
    expect(way?.totalMs).toBe(1046 - 940)
  })

  it('is known at the handler’s end alone where the window has not seen the frame, or does not know when it was captured', () => {
    expect(endWay(path)).toEqual({ fromUs: 1_960_000, toUs: 2_000_000, totalMs: 40, parts: path.steps })
    const at = { receivedMs: 1003, decodeMs: 6, readyMs: 1030, shownMs: 1046 }
    expect(wholeWayOf('video', path, undefined, end)).toBeNull()
    expect(wholeWayOf('video', { ...path, capturedMs: null }, at, end)).toBeNull()
  })
})

describe('the ways of many frames', () => {
  it('are those of frames that both ends know, by their timestamps', () => {
    const ends = createFrameEnds()
    const seen = { presentationTime: 1030, expectedDisplayTime: 1046, receiveTime: 1003 }
    ends.notePicture({ ...seen, rtpTimestamp: 7, processingDuration: 0.006 } as VideoFrameCallbackMetadata)
    // Shown again: what counts is when it was shown first.
    ends.notePicture({ ...seen, rtpTimestamp: 7, expectedDisplayTime: 9999 } as VideoFrameCallbackMetadata)
    const ways = wholeWays('video', [path, { ...path, outTs: 8 }, { ...path, outTs: null }], ends, end)
    expect(ways.map(({ totalMs }) => totalMs)).toEqual([106])
    expect(ends.of('audio', 7)).toBeUndefined()
  })

  it('are spread, part by part', () => {
    const ways = [1, 2, 3, 100].map((handler) => endWay({ ...path, steps: { ...path.steps, handler } }))
    const spread = spreadWays(ways, partsOf('audio', false))
    expect(spread?.parts.handler).toEqual({ count: 4, p50: 2, p95: 100, p99: 100, max: 100 })
    expect(spread?.parts.arrival).toBeUndefined()
    expect(spread?.total.p50).toBe(22)
    expect(spreadWays([], [])).toBeNull()
  })
})
