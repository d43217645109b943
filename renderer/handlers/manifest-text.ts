import type { HandlerManifest, Isolation, Modality, Mode } from '../../contract/manifest'
import type { TurnTaking } from '../../contract/turns'

const modeWords: { readonly [K in Modality]: { readonly [M in Mode]: string } } = {
  audio: { send: 'only listens', receive: 'only speaks', 'send-receive': 'listens and answers' },
  video: { send: 'only watches', receive: 'only shows', 'send-receive': 'watches and answers' },
  'audio-video': {
    send: 'only listens and watches',
    receive: 'only speaks and shows',
    'send-receive': 'listens, watches and answers',
  },
}

const rate = (hz: number) => `${hz / 1000}\u00a0kHz`

/** What the handler takes and gives, in one line. */
export function manifestText(manifest: HandlerManifest): string {
  const { modality, mode, expectedLayout, inputSampleRate, outputSampleRate, fps } = manifest
  const ways = [
    mode !== 'receive' && `${rate(inputSampleRate)} ${expectedLayout} in`,
    mode !== 'send' && `${rate(outputSampleRate)} out`,
  ]
  const audio = modality === 'video' ? [] : [ways.filter(Boolean).join(', ')]
  const video = modality === 'audio' ? [] : [`${fps} fps`]
  return [modeWords[modality][mode], ...audio, ...video].join(' · ')
}

const isolationWords: { readonly [I in Isolation]: string | null } = {
  auto: null,
  thread: 'in a thread',
  process: 'in a process of its own',
}

/** `90 s`, `10 min`. */
const limitText = (seconds: number) => (seconds % 60 === 0 ? `${seconds / 60}\u00a0min` : `${seconds}\u00a0s`)

/** How it is to be run, as far as the author has said so; null when nothing was set. */
export function limitsText({
  isolation,
  concurrencyLimit,
  timeLimitInS,
}: Pick<HandlerManifest, 'isolation' | 'concurrencyLimit' | 'timeLimitInS'>): string | null {
  const sessions = concurrencyLimit === 1 ? '1 session at once' : `${concurrencyLimit} sessions at once`
  const limits = [
    concurrencyLimit !== null && `at most ${sessions}`,
    timeLimitInS !== null && `ends after ${limitText(timeLimitInS)}`,
    isolationWords[isolation],
  ]
  return limits.filter(Boolean).join(' · ') || null
}

/** How a person takes turns with it. */
export function turnsText({ pushToTalk, stopWords, typedText }: TurnTaking): string {
  const begin = stopWords.map((word) => `“${word}”`).join(' or ')
  const ways = [
    pushToTalk !== null && 'push to talk',
    begin !== '' && `wakes up to ${begin}`,
    typedText && 'takes typed text',
  ]
  return ['takes turns', ...ways].filter(Boolean).join(' · ')
}
