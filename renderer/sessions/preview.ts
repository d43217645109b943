import type { AlertStore } from '../alerts/alert-store'
import { createLevelFeed } from '../media/level-feed'
import type { TrackKind } from '../peer/peer'
import type { Mirror } from '../state/mirror'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import type { OutsideSession } from './outside-session'
import {
  createPreviewRun,
  type PreviewOf,
  type PreviewRun,
  type PreviewRunDeps,
  type PreviewRunListener,
  type PreviewSide,
} from './preview-run'

type Streams = { readonly [K in TrackKind]: MediaStream | null }

/** What both sides of the session that is looked at send. */
export type PreviewStreams = { readonly [S in PreviewSide]: Streams }

export interface Preview {
  readonly streams: Pick<Signal<PreviewStreams>, 'get' | 'subscribe'>
  readonly feeds: PreviewRunListener['feeds']
  close(): Promise<void>
}

export interface PreviewDeps extends PreviewRunDeps {
  readonly mirror: Mirror
  readonly alerts: AlertStore
  readonly outside: OutsideSession
}

const none: Streams = { audio: null, video: null }
const noStreams: PreviewStreams = { in: none, out: none }

/** Follows the session of somebody else that the window looks at. */
export function createPreview(deps: PreviewDeps): Preview {
  const { mirror, alerts, outside } = deps
  const streams = createSignal(noStreams)
  const feeds = { in: createLevelFeed(), out: createLevelFeed() }
  let current: { readonly of: PreviewOf; readonly run: PreviewRun } | null = null
  let ending: Promise<void> = Promise.resolve()

  const wanted = (): PreviewOf | null => {
    const { bench } = mirror.store.getState()
    const session = bench.sessions[outside.id.get() ?? '']
    const manifest = bench.handlers[session?.handlerId ?? '']?.manifest
    if (!session || !manifest) return null
    return { sessionId: session.id, modality: manifest.modality, mode: manifest.mode }
  }
  const end = () => {
    const ended = current?.run
    current = null
    if (!ended) return
    streams.set(noStreams)
    feeds.in.reset()
    feeds.out.reset()
    alerts.dismiss('preview')
    ending = Promise.all([ending, ended.close()]).then(() => undefined)
  }
  const begin = (of: PreviewOf) => {
    const run = createPreviewRun(deps, of, {
      feeds,
      onStream: (side, kind, stream) => {
        if (current?.run !== run) return
        const now = streams.get()
        streams.set({ ...now, [side]: { ...now[side], [kind]: stream } })
      },
      onLost: () =>
        alerts.raise('preview', {
          tone: 'warning',
          message: 'The preview of this session broke off. The session itself goes on.',
          hint: 'Choose this window in the list of sessions, and then the session again.',
        }),
      onError: (thrown) => alerts.raiseError('preview', thrown),
    })
    current = { of, run }
    void run.open()
  }
  const follow = () => {
    const next = wanted()
    if (sameOf(current?.of ?? null, next)) return
    end()
    if (next) begin(next)
  }
  const off = [outside.id.subscribe(follow), mirror.store.subscribe(follow)]
  return {
    streams,
    feeds,
    close: async () => {
      for (const stop of off.splice(0)) stop()
      end()
      await ending
    },
  }
}

function sameOf(a: PreviewOf | null, b: PreviewOf | null): boolean {
  if (!a || !b) return a === b
  return a.sessionId === b.sessionId && a.modality === b.modality && a.mode === b.mode
}
