import { describe, expect, it, onTestFinished } from 'vitest'
import type { QueueReading } from '../../../contract/state'
import { movingPicture } from '../codecs/testing/pictures'
import type { JournalEntry } from '../journal/journal'
import { createPictureRows } from './picture-rows'
import { createQueueRows } from './queue-rows'
import { createSoundRows } from './sound-rows'
import { createSpeechRows } from './speech-rows'

function gather() {
  const rows: JournalEntry[] = []
  return { rows, journal: { append: (row: JournalEntry) => void rows.push(row) } }
}

describe('rows of sound', () => {
  it('are on the session’s clock, one for each direction, whole also when packets are sent a little late', () => {
    const { rows, journal } = gather()
    const sound = createSoundRows({ journal, origin: 5000 })
    sound.addReceived(new Int16Array(320).fill(16_384), 1, 16_000, 5100)
    sound.addSent(new Int16Array(1920), 2, 5110)
    sound.addSent(new Int16Array(1920), 2, 5145)
    sound.write()
    sound.write()
    expect(rows.map(({ direction, fields }) => ({ direction, ...fields }))).toEqual([
      { direction: 'in', fromMs: 100, ms: 20, stepMs: 2.5, levelDb: -6.021, peakDb: -6.021 },
      { direction: 'out', fromMs: 110, ms: 40, stepMs: 2.5, levelDb: -100, peakDb: -100 },
    ])
  })

  it('begin where they were sent after a silence, so that an answer is not told earlier or later than it was', () => {
    const { rows, journal } = gather()
    const sound = createSoundRows({ journal, origin: 0 })
    const block = (sample: number, at: number) => sound.addSent(new Int16Array(1920).fill(sample), 2, at)
    for (let at = 0; at < 10; at += 1) block(0, at * 20)
    block(1000, 213)
    block(1000, 236)
    sound.write()
    expect(rows.map(({ fields }) => [fields?.fromMs, fields?.ms])).toEqual([
      [0, 200],
      [213, 40],
    ])
  })
})

describe('rows of pictures', () => {
  it('are one a second for each direction, with the size that the picture had', () => {
    const { rows, journal } = gather()
    let now = 0
    const pictures = createPictureRows({ journal, clock: { now: () => now } })
    onTestFinished(pictures.close)
    for (now = 0; now <= 1000; now += 100) pictures.offer('in', movingPicture(320, 240, now))
    pictures.offer('out', movingPicture(64, 48, 0))
    expect(rows.map(({ direction, fields }) => [direction, fields])).toEqual([
      ['in', { width: 320, height: 240 }],
      ['in', { width: 320, height: 240 }],
      ['out', { width: 64, height: 48 }],
    ])
    for (const { bytes } of rows) expect([...(bytes ?? [])].slice(0, 2)).toEqual([0xff, 0xd8])
  })

  it('say once that a picture could not be made small', () => {
    const { rows, journal } = gather()
    let now = 0
    const pictures = createPictureRows({ journal, clock: { now: () => now } })
    onTestFinished(pictures.close)
    for (; now < 3000; now += 1000) pictures.offer('in', { ...movingPicture(64, 48, 0), width: 65 })
    expect(rows.map(({ kind, type }) => [kind, type])).toEqual([['error', 'picture']])
  })
})

describe('rows of speech', () => {
  it('gather what follows on each other, and begin anew after a gap', () => {
    const { rows, journal } = gather()
    const speech = createSpeechRows(journal)
    speech.add({ from: 32, step: 32, probabilities: [0, 0.5] })
    speech.add({ from: 96, step: 32, probabilities: [1] })
    speech.add({ from: 5000, step: 32, probabilities: [0.25] })
    speech.write()
    speech.write()
    expect(rows.map(({ fields, bytes }) => ({ ...fields, bytes: [...(bytes ?? [])] }))).toEqual([
      { fromMs: 32, stepMs: 32, probability: 1, bytes: [0, 128, 255] },
      { fromMs: 5000, stepMs: 32, probability: 0.25, bytes: [64] },
    ])
  })
})

describe('rows of queues', () => {
  const queue = (depth: number, dropped = 0): QueueReading => ({
    ...{ name: 'audio in', unit: 'blocks', limit: 50, ageMs: depth * 20, reason: null },
    ...{ depth, dropped },
  })

  it('are there while something waits, and once when it no longer does', () => {
    const { rows, journal } = gather()
    const write = createQueueRows(journal)
    for (const depth of [0, 0, 3, 3, 0, 0]) write([queue(depth)])
    write([queue(0, 2)])
    expect(rows.map(({ type, fields }) => [type, fields?.depth, fields?.dropped])).toEqual([
      ['audio in', 3, undefined],
      ['audio in', 3, undefined],
      ['audio in', 0, undefined],
      ['audio in', 0, 2],
    ])
  })
})
