import type { SessionEntry } from '../../contract/state'
import type { Bench } from '../app/bench'
import type { TabId } from '../inspector/inspector-store'
import type { Remedy } from './finding'

/** What is looked at after it, instead of another check. */
const tabs: { readonly [R in Remedy]?: TabId } = {
  'show-console': 'console',
  'show-timing': 'timing',
  'show-packets': 'packets',
  'show-connection': 'connection',
}

/** Does what a finding proposes; says whether another check can tell what came of it. */
export async function applyRemedy(
  { client, window, call, detective, inspector, player, howling }: Bench,
  remedy: Remedy,
  session: SessionEntry | null,
): Promise<boolean> {
  const tab = tabs[remedy]
  if (tab) {
    inspector.store.setState({ tab })
    detective.close()
    return false
  }
  const ofSession = (work: (sessionId: string) => Promise<unknown>) => session && work(session.id)
  const works: { readonly [R in Remedy]?: () => unknown } = {
    'unmute-microphone': () => window.setState({ microphoneMuted: false }),
    'camera-on': () => window.setState({ cameraOff: false }),
    'default-microphone': () => window.setState({ microphone: null }),
    'speech-clip': () => window.setState({ microphone: 'clip' }),
    'default-camera': () => window.setState({ camera: null }),
    'unmute-speaker': () => {
      howling.set(false)
      window.setState({ speakerMuted: false })
    },
    'full-volume': () => window.setState({ volume: 1 }),
    'default-speaker': () => window.setState({ speaker: '' }),
    'play-again': () => player.get()?.play(),
    'resume-sound': () => call.local()?.context.resume(),
    'restart-handler': () => ofSession((sessionId) => client.request('session.restart', { sessionId })),
    'stop-call': () => ofSession((sessionId) => client.request('session.stopCall', { sessionId })),
    'open-file': () => session && client.request('shell.openFile', { handlerId: session.handlerId }),
  }
  await works[remedy]?.()
  return remedy !== 'open-file'
}
