import { toWireError } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import type { SourceFactory } from '../call/local-media'
import type { AudioGraph } from '../media/audio-graph'
import { effectiveCamera, effectiveMicrophone } from '../media/device-list'
import type { DeviceWatch } from '../media/device-watch'
import type { LevelFeed } from '../media/level-feed'
import { createLevelFeed } from '../media/level-feed'
import type { SourceTrack } from '../media/microphone-source'
import type { WindowStore } from '../state/window-store'
import type { SourceEvidence } from './evidence'
import type { OpenSources } from './window-evidence'

export interface ProbeDeps {
  readonly sources: SourceFactory
  readonly createGraph: () => Promise<AudioGraph>
  readonly window: WindowStore
  readonly devices: DeviceWatch
}

/** Sources that were opened without a call, to be looked at. */
export interface Probe extends OpenSources {
  readonly feed: LevelFeed
  failureOf(kind: 'audio' | 'video'): SourceEvidence['failure']
  close(): Promise<void>
}

/** Opens what a call with this handler would send; what fails is evidence, not an error. */
export async function openProbe(deps: ProbeDeps, { modality, mode }: HandlerManifest): Promise<Probe> {
  const feed = createLevelFeed()
  const opened = new Map<'audio' | 'video', SourceTrack>()
  const failures = new Map<'audio' | 'video', SourceEvidence['failure']>()
  const closing: (() => void)[] = []
  const state = deps.window.getState()
  let graph: AudioGraph | null = null

  async function open(kind: 'audio' | 'video', work: () => Promise<SourceTrack | null>): Promise<void> {
    try {
      const source = await work()
      if (source) opened.set(kind, source)
    } catch (thrown) {
      const { message, hint } = toWireError(thrown)
      failures.set(kind, { message, hint: hint ?? null })
    }
  }

  async function openMicrophone(): Promise<SourceTrack> {
    graph = await deps.createGraph()
    const { echoCancellation, noiseSuppression, autoGainControl } = state
    const settings = { echoCancellation, noiseSuppression, autoGainControl, stereo: false }
    const choice = effectiveMicrophone(state.microphone, deps.devices.get())
    const source = await deps.sources.openMicrophone(choice, settings, graph.context)
    closing.push(graph.listen(source.track, feed))
    return source
  }

  if (mode !== 'receive') {
    if (modality !== 'video') await open('audio', openMicrophone)
    if (modality !== 'audio')
      await open('video', () => deps.sources.openCamera(effectiveCamera(state.camera, deps.devices.get())))
    // Labels and ids of devices appear once one was opened.
    await deps.devices.refresh()
  }
  return {
    feed,
    // Set while it is opened, which the compiler does not see.
    context: (graph as AudioGraph | null)?.context ?? null,
    track: (kind) => opened.get(kind)?.track ?? null,
    failureOf: (kind) => failures.get(kind) ?? null,
    close: async () => {
      for (const work of closing) work()
      for (const { close } of opened.values()) close()
      await graph?.close()
    },
  }
}
