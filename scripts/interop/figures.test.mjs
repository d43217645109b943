import { describe, expect, it } from 'vitest'
import { faultsOf } from './figures.mjs'
import { busyNote, tableOf } from './table.mjs'

const tone = { hz: 440, level: 0.3 }
const pictures = { width: 320, height: 240, fps: 30, change: 5 }
const good = {
  connectMs: 100,
  sent: tone,
  heard: tone,
  back: tone,
  filmedFps: 30,
  seen: pictures,
  shown: pictures,
  hasPong: true,
}
const all = { heard: true, back: true, messages: true, video: true }

describe('a call', () => {
  it('in which everything arrives has no faults', () => {
    expect(faultsOf(good, all)).toEqual([])
  })

  it('is judged by each direction of each medium', () => {
    expect(faultsOf({ ...good, heard: null }, all)).toEqual(['sound to the handler: no tone'])
    expect(faultsOf({ ...good, back: { hz: 880, level: 0.3 } }, all)).toEqual([
      'sound back: 880 Hz instead of 440',
    ])
    expect(faultsOf({ ...good, seen: null }, all)).toContain('pictures to the handler: no pictures')
    expect(faultsOf({ ...good, shown: { ...pictures, change: 0 } }, all)).toEqual([
      'pictures back: the picture stands still',
    ])
    expect(faultsOf({ ...good, hasPong: false }, all)).toEqual(['no answer to a message'])
  })

  it('that loses 3 dB, as mono does in the standard matrix to stereo, is not good', () => {
    expect(faultsOf({ ...good, back: { hz: 440, level: 0.3 * Math.SQRT1_2 } }, all)).toEqual([
      'sound back: -3.0 dB',
    ])
  })

  it('may have fewer pictures only where fewer were sent', () => {
    const half = { ...pictures, fps: 15 }
    expect(faultsOf({ ...good, seen: half, shown: half }, all)).toEqual([
      'pictures to the handler: 15.0 of 30.0 pictures a second',
    ])
    expect(faultsOf({ ...good, filmedFps: 15, seen: half, shown: half }, all)).toEqual([])
  })

  it('is judged only by what can be told of it', () => {
    const deaf = { ...good, heard: null, seen: null, shown: null, hasPong: false }
    expect(faultsOf(deaf, { heard: false, back: true, messages: false, video: false })).toEqual([])
    const published = { ...good, back: null, shown: null, hasPong: false }
    const toHandler = { heard: true, back: false, messages: false, video: true }
    expect(faultsOf(published, toHandler)).toEqual([])
    expect(faultsOf({ ...published, seen: null }, toHandler)).toEqual([
      'pictures to the handler: no pictures',
    ])
    const played = { ...good, heard: null, seen: null, hasPong: false }
    const fromHandler = { heard: false, back: true, messages: false, video: true }
    expect(faultsOf(played, fromHandler)).toEqual([])
    expect(faultsOf({ ...played, shown: { ...pictures, fps: 12 } }, fromHandler)).toEqual([
      'pictures back: 12.0 of 30.0 pictures a second',
    ])
  })
})

it('the table says why a client was skipped, and what went wrong', () => {
  const table = tableOf([
    { client: 'a', handler: 'echo', skipped: 'not there', figures: null, faults: [] },
    { client: 'b', handler: 'echo', skipped: null, figures: good, faults: [] },
    { client: 'c', handler: 'mirror', skipped: null, figures: null, faults: ['it hung'] },
  ])
  expect(table).toMatch(/^skipped +a +echo/m)
  expect(table).toMatch(/^ok +b +echo +100 ms +440 Hz 0.0 dB/m)
  expect(table).toMatch(/^FAILED +c +mirror/m)
  expect(table).toContain('a: skipped: not there')
  expect(table).toContain('c, mirror: it hung')
})

it('a machine that has other things to do is named as a reason', () => {
  expect(busyNote(0.4, 2)).toBeNull()
  expect(busyNote(5, 2)).toContain('load 5.0 on 2 processors')
})
