import { afterEach, describe, expect, it } from 'vitest'
import type { LoudnessReport } from '../../../contract/loudness'
import { createOpusEncoder } from '../codecs/opus-encoder'
import { stereoTone } from '../testing/tone'
import { createLoudnessWatch } from './loudness-watch'
import { createManualTimers } from './testing/manual-timers'

/** A sine of this amplitude on both channels reads -23 LUFS. Source: EBU Tech 3341, table 1, case 1. */
const TONE = 10 ** (-23 / 20)

describe('the watch over loudness', () => {
  const toClose: (() => void)[] = []
  afterEach(() => {
    for (const close of toClose.splice(0)) close()
  })

  function open() {
    const timers = createManualTimers()
    const reports: LoudnessReport[] = []
    const watch = createLoudnessWatch({ clock: timers, timers, onReport: (report) => reports.push(report) })
    toClose.push(watch.close)
    let at = 0
    return {
      ...{ timers, reports, watch },
      /** Asks each second, as a window does, while so much of the tone goes in. */
      hear(seconds: number, amplitude = TONE, asks = true): void {
        for (let block = 0; block < seconds * 50; block += 1) {
          if (asks && block % 50 === 0) watch.ask(false)
          const payload = new Uint8Array(stereoTone(1000, amplitude, 960, at).buffer)
          at += 960
          watch.push('in', { codec: 'pcm', sampleRate: 48_000, channels: 2, payload, pts: at })
          timers.pass(20)
        }
      },
    }
  }

  it('reads -23 LUFS for a tone of -23 dBFS, ten times a second, and nothing for the side without sound', () => {
    const { hear, reports } = open()
    hear(5)
    expect(reports.length).toBeGreaterThanOrEqual(49)
    const last = reports.at(-1)
    for (const figure of ['momentary', 'shortTerm', 'integrated', 'truePeak'] as const)
      expect(Math.abs((last?.in?.[figure] ?? 0) - -23)).toBeLessThan(0.1)
    expect(last?.out).toBeNull()
  })

  it('ends when nobody has asked for 3 s', () => {
    const { hear, reports, timers, watch } = open()
    watch.ask(false)
    hear(5, TONE, false)
    expect(reports.length).toBeGreaterThanOrEqual(29)
    expect(reports.length).toBeLessThanOrEqual(31)
    expect(timers.waiting()).toBe(0)
  })

  it('measures nothing before somebody asks, and nothing after it is closed', () => {
    const { hear, reports, timers, watch } = open()
    hear(1, TONE, false)
    expect(timers.waiting()).toBe(0)
    watch.ask(false)
    watch.close()
    watch.close()
    hear(1, TONE, false)
    expect(reports).toEqual([])
  })

  it('forgets what was when it is asked to begin anew', () => {
    const { hear, reports, watch } = open()
    hear(4, 10 * TONE)
    watch.ask(true)
    hear(4)
    const last = reports.at(-1)?.in
    expect(Math.abs((last?.integrated ?? 0) - -23)).toBeLessThan(0.1)
    expect(Math.abs((last?.truePeak ?? 0) - -23)).toBeLessThan(0.5)
    expect(last?.seconds).toBeCloseTo(4, 0)
  })

  it('tells nothing of the moment when packets stop coming, and keeps what was', () => {
    const { hear, reports, timers, watch } = open()
    hear(4)
    const before = reports.at(-1)?.in
    watch.ask(false)
    timers.pass(1500)
    expect(before?.correlation).toBeCloseTo(1, 3)
    expect(reports.at(-1)?.in).toEqual({ ...before, momentary: null, correlation: null })
    watch.ask(false)
    timers.pass(2000)
    expect(reports.at(-1)?.in).toEqual({ ...before, momentary: null, shortTerm: null, correlation: null })
  })

  it('takes packets that are late for sound, not for a pause', () => {
    const { hear, reports, timers, watch } = open()
    hear(4)
    timers.pass(1000)
    watch.ask(false)
    hear(4)
    expect(Math.abs((reports.at(-1)?.in?.integrated ?? 0) - -23)).toBeLessThan(0.1)
    expect(reports.at(-1)?.in?.seconds).toBeCloseTo(8, 0)
  })

  it('takes a gap in the timestamps of Opus for a pause', () => {
    const { reports, timers, watch } = open()
    const encoder = createOpusEncoder()
    toClose.push(encoder.close)
    watch.ask(false)
    const send = (from: number) => {
      for (let block = 0; block < 50; block += 1) {
        const payload = encoder.encode(stereoTone(997, TONE, 960, block * 960))
        watch.push('out', { codec: 'opus', payload, pts: from + block * 960 })
      }
    }
    send(0)
    send(3 * 48_000)
    timers.pass(100)
    // 300 ms are left to the decoder to find its level.
    expect(reports.at(-1)?.out?.seconds).toBeCloseTo(3.7, 1)
  })
})
