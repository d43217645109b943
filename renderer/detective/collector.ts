import type { HandlerManifest } from '../../contract/manifest'
import type { ShellInfo } from '../../contract/metrics'
import type { SessionLinks } from '../../contract/session-links'
import type { SessionEntry } from '../../contract/state'
import type { Call } from '../call/call'
import type { LevelFeeds } from '../call/call-run'
import type { Client } from '../state/client'
import type { Mirror } from '../state/mirror'
import type { Signal } from '../state/signal'
import type { Evidence, WindowEvidence } from './evidence'
import { createHeard } from './heard'
import type { Probe, ProbeDeps } from './probe-sources'
import { openProbe } from './probe-sources'
import { readStats } from './read-stats'
import { cameraEvidence, microphoneEvidence, outputEvidence, playerEvidence } from './window-evidence'

export interface CollectorDeps extends ProbeDeps {
  readonly client: Client
  readonly mirror: Mirror
  readonly call: Call
  readonly feeds: LevelFeeds
  readonly player: Signal<HTMLMediaElement | null>
  /** The speaker was turned off because the sound fed itself. */
  readonly howling: Signal<boolean>
  readonly permission: (device: 'microphone' | 'camera') => Promise<PermissionState | null>
  readonly now: () => number
}

/** What is looked at: this window's call, or what a call would be; or the session of somebody else. */
export interface Subject {
  readonly manifest: HandlerManifest
  readonly sessionId: string | null
  readonly isOwn: boolean
  readonly isLive: boolean
}

/** Takes evidence of one subject until it is closed. */
export interface Look {
  take(): Promise<Evidence>
  /** Forgets what was heard but for the last turn. */
  turn(): void
  close(): Promise<void>
}

export async function openLook(deps: CollectorDeps, subject: Subject): Promise<Look> {
  const { manifest, sessionId, isOwn, isLive } = subject
  const probe = isOwn && !isLive ? await openProbe(deps, manifest) : null
  const heardSent = createHeard(probe?.feed ?? deps.feeds.sent)
  const heardReceived = createHeard(deps.feeds.received)

  async function takeWindow(): Promise<WindowEvidence> {
    const [info, microphone, camera, report] = await Promise.all([
      shellInfo(deps),
      deps.permission('microphone'),
      deps.permission('camera'),
      isLive ? deps.call.stats() : null,
    ])
    const state = deps.window.getState()
    const devices = deps.devices.get()
    const known = { state, devices, info }
    const player = deps.player.get()
    const open = probe ?? deps.call.local()
    const source = (kind: 'audio' | 'video', browser: PermissionState | null) => ({
      ...known,
      browser,
      failure: failureOf(probe, kind),
      track: open?.track(kind) ?? null,
    })
    return {
      microphone: microphoneEvidence(source('audio', microphone)),
      camera: cameraEvidence(source('video', camera)),
      context: open?.context?.state ?? null,
      heardSent: heardSent.read(),
      heardReceived: heardReceived.read(),
      connection: report && readStats(report),
      player: playerEvidence(player),
      output: outputEvidence(state, devices, player, deps.howling.get()),
    }
  }

  return {
    take: async () => {
      const [window, engine] = await Promise.all([
        isOwn ? takeWindow() : null,
        sessionId && isLive ? sessionLinks(deps, sessionId) : null,
      ])
      return { at: deps.now(), manifest, isLive, window, engine, session: sessionOf(deps, sessionId) }
    },
    turn: () => {
      heardSent.turn()
      heardReceived.turn()
    },
    close: async () => {
      heardSent.close()
      heardReceived.close()
      await probe?.close()
    },
  }
}

const failureOf = (probe: Probe | null, kind: 'audio' | 'video') => probe?.failureOf(kind) ?? null

const sessionOf = ({ mirror }: CollectorDeps, id: string | null): SessionEntry | null =>
  id === null ? null : (mirror.store.getState().bench.sessions[id] ?? null)

/** A session that has just ended has no links: that the engine says nothing is evidence, too. */
const sessionLinks = ({ client }: CollectorDeps, sessionId: string): Promise<SessionLinks | null> =>
  client.request('session.links', { sessionId }).catch(() => null)

const shellInfo = ({ client }: CollectorDeps): Promise<ShellInfo | null> =>
  client.request('shell.info').catch(() => null)
