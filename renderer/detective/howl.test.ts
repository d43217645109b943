import { describe, expect, it } from 'vitest'
import { createAlertStore } from '../alerts/alert-store'
import type { CallStreams } from '../call/call-run'
import { noStreams } from '../call/call-run'
import { createCallStore, moveCall } from '../call/call-state'
import { createSignal } from '../state/signal'
import { createWindowStore } from '../state/window-store'
import { fakeTrack } from '../testing/fake-call'
import { createHowlDetector } from './howl-detector'
import { createHowlGuard, LOOK_MS } from './howl-guard'
import { FFT_SIZE } from './spectrum-tap'
import {
  music,
  noise,
  perform,
  RATE_HZ,
  type Room,
  spectrumAt,
  speechClip,
  tone,
} from './testing/simulated-room'

const quiet: Room = { gain: 0, hz: 1000, delayMs: 180 }
const binHz = RATE_HZ / FFT_SIZE

interface Sound {
  readonly sent: Float32Array
  readonly received: Float32Array
}

/** When it is noticed, ms; null = never. */
function noticedAt({ sent, received }: Sound): number | null {
  const detector = createHowlDetector()
  for (let at = LOOK_MS; at < (1000 * sent.length) / RATE_HZ; at += LOOK_MS) {
    const pair = { at, sent: spectrumAt(sent, at), received: spectrumAt(received, at), binHz }
    if (detector.push(pair)) return at
  }
  return null
}

describe('the howl detector', () => {
  it.each([
    ['slowly', { gain: 1.3, hz: 1400, delayMs: 150 }],
    ['fast', { gain: 2.5, hz: 900, delayMs: 200 }],
    ['high and close', { gain: 1.6, hz: 3100, delayMs: 90 }],
  ])('notices a room that feeds itself %s', (_name, room) => {
    expect(noticedAt(perform(noise(15), room))).not.toBeNull()
  })

  it('notices it before it has been as loud as can be for a second', () => {
    const sound = perform(noise(15), { gain: 1.5, hz: 1400, delayMs: 150 })
    const fullAt = (1000 * sound.sent.findIndex((value) => Math.abs(value) > 0.99)) / RATE_HZ
    expect(noticedAt(sound)).toBeLessThan(fullAt + 1000)
  })

  it.each([
    ['speech', speechClip()],
    ['music', music(12)],
    ['a tone that begins and goes on', tone(6, 440, (t) => (t < 1 ? 0 : 0.1))],
    ['a loud tone', tone(6, 1000, () => 0.9)],
    ['noise', noise(6, 0.3)],
    ['silence', new Float32Array(6 * RATE_HZ)],
  ])('is quiet about %s that is echoed', (_name, voice) => {
    expect(noticedAt(perform(voice, quiet))).toBeNull()
  })

  it('is quiet about speech in a room that rings, and does not feed itself', () => {
    expect(noticedAt(perform(speechClip(), { gain: 0.7, hz: 1400, delayMs: 150 }))).toBeNull()
  })

  it('is quiet about a tone that grows in what is sent alone', () => {
    const sent = tone(4, 1000, (t) => 0.01 * 10 ** (t / 3))
    expect(noticedAt({ sent, received: noise(4) })).toBeNull()
  })
})

function createGuard(microphone: 'tone' | 'device:a') {
  const sound = perform(noise(15), { gain: 2, hz: 1000, delayMs: 150 })
  const window = createWindowStore(null)
  window.setState({ microphone })
  const store = createCallStore()
  const streams = createSignal<CallStreams>({
    ...noStreams,
    receivedAudio: { getAudioTracks: () => [received] } as unknown as MediaStream,
  })
  const [sent, received] = [fakeTrack('sent'), fakeTrack('received')]
  const alerts = createAlertStore()
  const howling = createSignal(false)
  const open = new Set<MediaStreamTrack>()
  let at = 0
  let look: (() => void) | null = null
  const guard = createHowlGuard({
    ...{ streams, window, alerts, howling, now: () => at },
    call: { store, local: () => ({ context: {} as AudioContext, track: () => sent }) },
    devices: { get: () => ({ microphones: [{ deviceId: 'a', label: 'A' }], cameras: [], speakers: [] }) },
    createTap: (_context, track) => {
      open.add(track)
      const samples = track === sent ? sound.sent : sound.received
      return { binHz, read: () => spectrumAt(samples, at), close: () => open.delete(track) }
    },
    everyLook: (work) => {
      look = work
      return () => {
        look = null
      }
    },
  })
  moveCall(store, 'connecting')
  const run = (ms: number) => {
    for (const end = at + ms; at < end; ) {
      at += LOOK_MS
      look?.()
    }
  }
  const alert = () => alerts.store.getState().alerts.howling
  return { guard, store, howling, open, run, alert, isLooking: () => look !== null }
}

describe('the guard against howling', () => {
  it('turns the speaker off, says why, and turns it on again when asked', () => {
    const { run, howling, alert, open } = createGuard('device:a')
    run(14_000)
    expect(howling.get()).toBe(true)
    expect(alert()?.message).toMatch(/speaker was turned off/)
    expect(open.size).toBe(0)
    alert()?.actions?.[0]?.run()
    expect([howling.get(), alert()]).toEqual([false, undefined])
  })

  it('does not look any more once the person wears headphones', () => {
    const { run, howling, alert, open } = createGuard('device:a')
    run(14_000)
    alert()?.actions?.[1]?.run()
    run(500)
    expect([howling.get(), open.size]).toEqual([false, 0])
  })

  it('never listens to a source that is no microphone', () => {
    const { run, howling, open } = createGuard('tone')
    run(14_000)
    expect([howling.get(), open.size]).toEqual([false, 0])
  })

  it('ends with the call, and leaves nothing open', () => {
    const { run, store, howling, open, isLooking } = createGuard('device:a')
    run(200)
    expect(open.size).toBe(2)
    moveCall(store, 'closing')
    moveCall(store, 'closed')
    expect([isLooking(), howling.get(), open.size]).toEqual([false, false, 0])
  })
})
