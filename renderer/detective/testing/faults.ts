import type { MediumLinks, SessionLinks } from '../../../contract/session-links'
import type { TurnTaking } from '../../../contract/turns'
import { sampleManifest, sampleSession, sampleTurns } from '../../testing/samples'
import type { Evidence, SourceEvidence, WindowEvidence } from '../evidence'
import type { Remedy } from '../finding'
import { sampleEvidence, sampleLinks, sampleMedium, sampleSource, sampleWindow } from './samples'

/** What is seen at a second of a call. */
export type Make = (n: number) => Evidence

const ofWindow =
  (change: (n: number) => Partial<WindowEvidence>): Make =>
  (n) =>
    sampleEvidence(n, { window: sampleWindow(n, change(n)) })
const ofMicrophone = (change: Partial<SourceEvidence>): Make =>
  ofWindow(() => ({ microphone: sampleSource('Desk microphone', change) }))
export const ofEngine =
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
export const still = (count: number) => ({ count, lastAt: count === 0 ? null : 500 })
const calls = (ended: number, threw = 0) => ({ ended, threw })
const connected = sampleWindow(1).connection
const output = sampleWindow(1).output
export const none = { audio: null, video: null }
const player = { hasStream: true, isPaused: false, isMuted: false, volume: 1 }

/** A fault, what is seen of it, where the walk stops, how, what is said, and the first thing to do. */
export const stops: readonly (readonly [string, Make, string, 'dead' | 'meant', RegExp, Remedy | null])[] = [
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
    'show-connection',
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
    'show-timing',
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
