import { describe, expect, it } from 'vitest'
import type { MediumLinks, SessionLinks } from '../../contract/session-links'
import type { TurnTaking } from '../../contract/turns'
import { sampleManifest, sampleSession, sampleTurns } from '../testing/samples'
import { isOpen, walk, walkAll } from './chain'
import type { Evidence, SourceEvidence, WindowEvidence } from './evidence'
import type { Remedy } from './finding'
import {
  sampleEvidence,
  sampleLinks,
  sampleMedium,
  sampleSource,
  sampleSpan,
  sampleWindow,
} from './testing/samples'

type Make = (n: number) => Evidence

const ofWindow =
  (change: (n: number) => Partial<WindowEvidence>): Make =>
  (n) =>
    sampleEvidence(n, { window: sampleWindow(n, change(n)) })
const ofMicrophone = (change: Partial<SourceEvidence>): Make =>
  ofWindow(() => ({ microphone: sampleSource('Desk microphone', change) }))
const ofEngine =
  (audio: (n: number) => Partial<MediumLinks>, change: Partial<SessionLinks> = {}): Make =>
  (n) =>
    sampleEvidence(n, { engine: sampleLinks(n, { audio: sampleMedium(n, audio(n)), ...change }) })
const ofTurns =
  (turn: SessionLinks['turn'], turns: Partial<TurnTaking> = {}): Make =>
  (n) => ({
    ...ofEngine(() => ({ emitted: still(0) }), { turn })(n),
    manifest: { ...sampleManifest, turns: { ...sampleTurns, ...turns } },
  })
const ofSession =
  (change: Parameters<typeof sampleSession>[1]): Make =>
  (n) =>
    sampleEvidence(n, { session: sampleSession('s1', change) })
const still = (count: number) => ({ count, lastAt: count === 0 ? null : 500 })
const calls = (ended: number, threw = 0) => ({ ended, threw })
const connected = sampleWindow(1).connection
const output = sampleWindow(1).output
const none = { audio: null, video: null }
const player = { hasStream: true, isPaused: false, isMuted: false, volume: 1 }

const stops: readonly (readonly [string, Make, string, 'dead' | 'meant', RegExp, Remedy | null])[] = [
  [
    'a refused permission',
    ofMicrophone({ permission: { browser: 'denied', system: 'granted' } }),
    'permission',
    'dead',
    /window does not let/,
    'speech-clip',
  ],
  [
    'a refusal of the system',
    ofMicrophone({ permission: { browser: 'granted', system: 'denied' } }),
    'permission',
    'dead',
    /operating system/,
    'speech-clip',
  ],
  [
    'a device that is gone',
    ofMicrophone({ isListed: false }),
    'device',
    'dead',
    /not connected/,
    'default-microphone',
  ],
  [
    'a device that does not open',
    ofMicrophone({ failure: { message: 'In use.', hint: 'Close it.' } }),
    'device',
    'dead',
    /In use/,
    'default-microphone',
  ],
  [
    'a track that ended',
    ofMicrophone({ track: { isLive: false, isMuted: false, isEnabled: true } }),
    'device',
    'dead',
    /disconnected/,
    'default-microphone',
  ],
  [
    'a switch on the device',
    ofMicrophone({ track: { isLive: true, isMuted: true, isEnabled: true } }),
    'device',
    'dead',
    /outside of Soundcheck/,
    'default-microphone',
  ],
  [
    'a microphone that the person muted',
    ofMicrophone({ isOff: true }),
    'level',
    'meant',
    /You muted/,
    'unmute-microphone',
  ],
  [
    'the source that is silence',
    ofMicrophone({ isSilence: true }),
    'level',
    'meant',
    /"Silence"/,
    'default-microphone',
  ],
  [
    'a sound system that stands still',
    ofWindow(() => ({ context: 'suspended' })),
    'level',
    'dead',
    /stands still/,
    'resume-sound',
  ],
  [
    'a microphone that gives zeros',
    ofWindow(() => ({ heardSent: { blocks: 100, loudest: -100 } })),
    'level',
    'dead',
    /zeros: -100 dBFS in 100 blocks/,
    'default-microphone',
  ],
  [
    'a microphone without samples',
    ofWindow(() => ({ heardSent: { blocks: 0, loudest: -100 } })),
    'level',
    'dead',
    /no samples/,
    'default-microphone',
  ],
  [
    'a call without a track',
    ofMicrophone({ track: null }),
    'track',
    'dead',
    /No track/,
    'default-microphone',
  ],
  [
    'packets that do not leave',
    ofWindow(() => ({ connection: connected })),
    'packets-out',
    'dead',
    /No packet left this window; the connection is connected/,
    'show-packets',
  ],
  [
    'packets that never arrive',
    ofEngine(() => ({ arrived: still(0) })),
    'packets-in',
    'dead',
    /never got/,
    'show-packets',
  ],
  [
    'packets that no longer arrive',
    ofEngine(() => ({ arrived: still(70) })),
    'packets-in',
    'dead',
    /got 70 packets, but none now/,
    'show-packets',
  ],
  [
    'packets that do not decode',
    ofEngine(() => ({ decoded: still(0), undecodable: 50 })),
    'decode',
    'dead',
    /50 blocks failed/,
    'show-packets',
  ],
  [
    'a handler that blocks',
    ofSession({ host: 'blocked' }),
    'called',
    'dead',
    /give its thread back/,
    'stop-call',
  ],
  [
    'a handler that stopped',
    ofSession({ host: 'gone', fault: { code: 'handler', message: 'x is undefined' } }),
    'called',
    'dead',
    /has stopped.*x is undefined/,
    'restart-handler',
  ],
  [
    'a handler that did not begin',
    ofEngine(() => ({}), { begunAt: null }),
    'called',
    'dead',
    /has not begun/,
    'show-console',
  ],
  [
    'a receive that was never called',
    ofEngine(() => ({ receive: calls(0) })),
    'called',
    'dead',
    /receive\(\) was not called\./,
    'restart-handler',
  ],
  [
    'a receive that does not return',
    ofEngine(() => ({ receive: calls(1), waiting: 50, waitingMs: 1000, skipped: 30 })),
    'called',
    'dead',
    /does not return: 50 blocks wait, the oldest for 1\.0 s, and 30/,
    'show-budget',
  ],
  [
    'a receive that always throws',
    ofEngine((n) => ({ receive: calls(50 * n, 50 * n) })),
    'called',
    'dead',
    /threw in each of its 150 calls/,
    'show-console',
  ],
  [
    'a handler that never answers',
    ofEngine(() => ({ emitted: still(0), levelOut: null })),
    'answered',
    'dead',
    /never answers: emit\(\) was called 150 times/,
    'open-file',
  ],
  [
    'a handler that answers no more',
    ofEngine(() => ({ emitted: still(20) })),
    'answered',
    'dead',
    /answered 20 times, but not for 2\.5 s/,
    'show-console',
  ],
  [
    'an emit that always throws',
    ofEngine((n) => ({ emitted: still(0), emit: calls(n, n) })),
    'answered',
    'dead',
    /emit\(\) threw in each/,
    'show-console',
  ],
  [
    'a handler that answers with silence',
    ofEngine(() => ({ levelOut: -100 })),
    'answered',
    'dead',
    /answers, but with silence: 100 pieces of sound.*-100 dBFS/,
    'open-file',
  ],
  ['turns without any speech', ofTurns(null), 'answered', 'meant', /heard none yet/, null],
  [
    'turns that want a pause',
    ofTurns({ name: 'started_talking', at: 2500 }),
    'answered',
    'meant',
    /waits for a pause/,
    null,
  ],
  [
    'turns that want a stop word',
    ofTurns(null, { stopWords: ['computer'] }),
    'answered',
    'meant',
    /wakes it up: "computer"/,
    null,
  ],
  [
    'turns that want a button',
    ofTurns(null, { pushToTalk: 'talk' }),
    'answered',
    'meant',
    /hold the button/,
    null,
  ],
  [
    'a reply that is never made',
    ofTurns({ name: 'pause_detected', at: -20_000 }),
    'answered',
    'dead',
    /making a reply for 23\.0 s/,
    'show-console',
  ],
  [
    'what was interrupted',
    ofEngine(() => ({ sent: still(0), stale: 9 })),
    'encode',
    'dead',
    /9 belonged to an interrupted turn/,
    'show-console',
  ],
  [
    'packets that do not come back',
    ofWindow((n) => ({
      connection: {
        state: 'connected',
        sent: sampleWindow(n).connection?.sent ?? { audio: null, video: null },
        received: { audio: null, video: null },
        played: null,
      },
    })),
    'packets-back',
    'dead',
    /No packet comes back/,
    'show-packets',
  ],
  [
    'a muted speaker',
    ofWindow(() => ({ player: { ...player, isMuted: true } })),
    'playout',
    'meant',
    /muted the speaker/,
    'unmute-speaker',
  ],
  [
    'a speaker that was turned off for howling',
    ofWindow(() => ({ output: { ...output, isHowling: true } })),
    'playout',
    'meant',
    /fed itself/,
    'unmute-speaker',
  ],
  [
    'a volume of nothing',
    ofWindow(() => ({ player: { ...player, volume: 0 } })),
    'playout',
    'meant',
    /0 %/,
    'full-volume',
  ],
  [
    'a player that stands still',
    ofWindow(() => ({ player: { ...player, isPaused: true } })),
    'playout',
    'dead',
    /stands still/,
    'play-again',
  ],
  [
    'sound that is lost before the player',
    ofWindow(() => ({ heardReceived: { blocks: 100, loudest: -100 } })),
    'playout',
    'dead',
    /silent/,
    'show-packets',
  ],
  [
    'no output device at all',
    ofWindow(() => ({ output: { ...output, devices: 0 } })),
    'output',
    'dead',
    /no output device/,
    null,
  ],
  [
    'an output device that is gone',
    ofWindow(() => ({ output: { ...output, isListed: false } })),
    'output',
    'dead',
    /not connected/,
    'default-speaker',
  ],
]

describe('the chain of a call', () => {
  it('is alive from end to end when all is well', () => {
    const { links, stop } = walk('audio', sampleSpan())
    expect(stop).toBeNull()
    expect(links.map(({ finding }) => finding.verdict)).toEqual(links.map(() => 'ok'))
    expect(links.map(({ link }) => link.id)).toEqual([
      'permission',
      'device',
      'level',
      'track',
      'packets-out',
      'packets-in',
      'decode',
      'called',
      'answered',
      'encode',
      'packets-back',
      'playout',
      'output',
    ])
  })

  it.each(stops)('stops at %s', (_name, make, id, verdict, evidence, action) => {
    const { links, stop } = walk('audio', sampleSpan(make))
    expect([stop?.link.id, stop?.finding.verdict]).toEqual([id, verdict])
    expect(stop?.finding.evidence).toMatch(evidence)
    expect(stop?.finding.remedy).not.toBeNull()
    expect(stop?.finding.actions[0] ?? null).toBe(action)
    const at = links.findIndex(({ link }) => link.id === id)
    expect(links.slice(0, at).every(({ finding }) => finding.verdict === 'ok')).toBe(true)
    expect(links.slice(at + 1).every(({ finding }) => finding.verdict === 'skipped')).toBe(true)
  })

  it('calls nothing dead before it was watched for long enough', () => {
    const make = ofEngine(() => ({ arrived: still(70) }))
    const early = { first: make(1), last: { ...make(1), at: 1500 } }
    expect(walk('audio', early).stop).toBeNull()
    expect(isOpen(early)).toBe(true)
    expect(isOpen(sampleSpan(make))).toBe(false)
  })

  it('needs no second look when all that is seen is alive', () => {
    expect(isOpen({ first: sampleEvidence(1), last: { ...sampleEvidence(2), at: 1400 } })).toBe(false)
  })

  it('does not blame a handler whose silence answers silence', () => {
    const make = ofEngine(() => ({ levelIn: -100, levelOut: -100 }))
    expect(walk('audio', sampleSpan(make)).stop).toBeNull()
  })

  it('has no use for the links that the mode of the handler leaves out', () => {
    const inMode = (mode: 'send' | 'receive') =>
      walk(
        'audio',
        sampleSpan((n) => sampleEvidence(n, { manifest: { ...sampleManifest, mode } })),
      )
    const unusedIn = (mode: 'send' | 'receive') =>
      inMode(mode)
        .links.filter(({ finding }) => finding.verdict === 'unused')
        .map(({ link }) => link.id)
    expect(unusedIn('send')).toEqual(['answered', 'encode', 'packets-back', 'playout', 'output'])
    expect(unusedIn('receive')).toContain('called')
    expect(unusedIn('receive')).not.toContain('answered')
  })

  it('goes to the level before a call, and is not looked at further', () => {
    const make: Make = (n) => sampleEvidence(n, { isLive: false, engine: null, session: null })
    const { links, stop } = walk('audio', sampleSpan(make))
    expect(stop).toBeNull()
    expect(links.map(({ finding }) => finding.verdict)).toEqual([
      'ok',
      'ok',
      'ok',
      ...Array.from({ length: 10 }, () => 'skipped'),
    ])
  })

  it('has only the links of the engine for the session of somebody else', () => {
    const { links, stop } = walk(
      'audio',
      sampleSpan((n) => sampleEvidence(n, { window: null })),
    )
    expect(stop).toBeNull()
    expect(links.map(({ link }) => link.id)).toEqual(['packets-in', 'decode', 'called', 'answered', 'encode'])
  })

  it('says of somebody else that they send silence', () => {
    const make: Make = (n) => ({ ...ofEngine(() => ({ levelIn: -100 }))(n), window: null })
    expect(walk('audio', sampleSpan(make)).stop?.finding.evidence).toMatch(/client sends silence/)
  })

  it('has a path of its own for pictures, without level and loudspeaker', () => {
    const manifest = { ...sampleManifest, modality: 'audio-video' } as const
    const camera = sampleSource('Desk camera', { isOff: true })
    const walks = walkAll(
      sampleSpan((n) => sampleEvidence(n, { manifest, window: sampleWindow(n, { camera }) })),
    )
    expect(walks.map(({ medium, stop }) => [medium, stop?.link.id, stop?.finding.verdict])).toEqual([
      ['audio', undefined, undefined],
      ['video', 'track', 'meant'],
    ])
    expect(walks[1]?.links.map(({ link }) => link.id)).not.toContain('playout')
  })

  it('stops at pictures that are received and do not decode', () => {
    const make: Make = (n) => {
      const { sent, received } = sampleWindow(n).connection ?? { sent: none, received: none }
      const video = received.video && { ...received.video, frames: 7 }
      const connection = { state: 'connected', sent, received: { audio: null, video }, played: null }
      const manifest = { ...sampleManifest, modality: 'video' } as const
      return sampleEvidence(n, { manifest, window: sampleWindow(n, { connection }) })
    }
    expect(walk('video', sampleSpan(make)).stop?.link.id).toBe('packets-back')
  })
})
