import { describe, expect, it } from 'vitest'
import { createPassedPictures } from './passed-pictures'

describe('createPassedPictures', () => {
  it('counts pictures over the time that has passed, and begins anew each time it is asked', () => {
    const meter = createPassedPictures(1000)
    for (let n = 0; n < 30; n += 1) meter.add({ width: 640, height: 480 })
    meter.add({ width: 320, height: 240 })
    expect(meter.take(3000)).toEqual({ count: 31, fps: 15.5, width: 320, height: 240 })
    expect(meter.take(4000)).toBeNull()
    meter.add({ width: 320, height: 240 })
    expect(meter.take(4500)).toMatchObject({ count: 1, fps: 2 })
  })
})
