import type { ShellInfo } from '../../../contract/metrics'
import type { MediumLinks, SessionLinks } from '../../../contract/session-links'
import { sampleManifest, sampleSession } from '../../testing/samples'
import type { Evidence, SourceEvidence, Span, StreamEvidence, WindowEvidence } from '../evidence'

export const sampleShell: ShellInfo = {
  appVersion: '1.0.0',
  electronVersion: '33.2.1',
  platform: 'linux',
  microphone: 'granted',
  camera: 'granted',
}

/** A second of sound or pictures times `n`, on every link. */
export const sampleMedium = (n: number, change: Partial<MediumLinks> = {}): MediumLinks => {
  const link = { count: 50 * n, lastAt: n === 0 ? null : 1000 * n }
  const calls = { ended: 50 * n, threw: 0 }
  return {
    ...{ arrived: link, decoded: link, handed: link, emitted: link, sent: link },
    ...{ lost: 0, undecodable: 0, skipped: 0, waiting: 0, waitingMs: 0, stale: 0, unencodable: 0 },
    ...{ receive: calls, emit: calls, emittedMs: 1000 * n, levelIn: -20, levelOut: -20 },
    ...change,
  }
}

export const sampleLinks = (n: number, change: Partial<SessionLinks> = {}): SessionLinks => ({
  ...{ at: 1000 * n, host: 'running', begunAt: 100, turn: null, speech: null },
  audio: sampleMedium(n),
  video: sampleMedium(n, { levelIn: null, levelOut: null }),
  ...change,
})

export const quietLinks = sampleLinks(0)

const stream = (n: number): StreamEvidence => ({
  ...{ packets: 50 * n, lost: 0, concealed: 0, samples: 48_000 * n, frames: 30 * n, energy: n },
})

export const sampleSource = (label: string, change: Partial<SourceEvidence> = {}): SourceEvidence => ({
  ...{ kind: 'device', isSilence: false, label, isListed: true, isOff: false, failure: null },
  permission: { browser: 'granted', system: 'granted' },
  track: { isLive: true, isMuted: false, isEnabled: true },
  ...change,
})

export const sampleWindow = (n: number, change: Partial<WindowEvidence> = {}): WindowEvidence => ({
  microphone: sampleSource('Desk microphone'),
  camera: sampleSource('Desk camera'),
  context: 'running',
  heardSent: { blocks: 50 * n, loudest: -20 },
  heardReceived: { blocks: 50 * n, loudest: -22 },
  connection: {
    state: 'connected',
    sent: { audio: stream(n), video: stream(n) },
    received: { audio: stream(n), video: stream(n) },
    played: 48_000 * n,
  },
  player: { hasStream: true, isPaused: false, isMuted: false, volume: 1 },
  output: { label: null, isListed: true, devices: 1, isElsewhere: false, isHowling: false },
  ...change,
})

/** What is seen at second `n` of a call in which all is well. */
export const sampleEvidence = (n: number, change: Partial<Evidence> = {}): Evidence => ({
  at: 1000 * n,
  manifest: sampleManifest,
  isLive: true,
  window: sampleWindow(n),
  session: sampleSession('s1'),
  engine: sampleLinks(n),
  ...change,
})

/** From second 1 to second 3, each made by hand. */
export const sampleSpan = (make: (n: number) => Evidence = sampleEvidence): Span => ({
  first: make(1),
  last: make(3),
})
