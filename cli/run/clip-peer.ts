import { SoundcheckError } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import { BLOCK_MS, channelCount, VIDEO_CLOCK_RATE } from '../../contract/media'
import type { ClipItem } from '../../main/engine/clips/clip-reader'
import type { Clock } from '../../main/engine/clock'
import { createVp8Encoder } from '../../main/engine/codecs/vp8-encoder'
import type { DataChannel, Peer, PeerEvents, RemoteTrack } from '../../main/engine/peer'
import { createRecordedTrack } from './recorded-track'
import type { RunPlan } from './run-plan'

export interface ClipPeerOptions {
  readonly plan: RunPlan
  readonly clock: Clock
  readonly on: PeerEvents
  /** The handler's loops run: the clip may begin. */
  readonly onStarted: () => void
}

/** Clear pictures: nobody counts the bytes between two parts of one program. */
const BITRATE = 20_000_000

export interface ClipPeer extends Peer {
  /** The session is open: the client is there. */
  begin(): void
  play(item: ClipItem): void
  /** A message on its data channel. */
  say(text: string): void
}

/** Takes all that is sent at once; what it is was written down where the handler said it. */
function createChannel() {
  let listener: (data: string) => void = () => undefined
  const channel: DataChannel = {
    label: 'clip',
    send: (_data, onTaken) => onTaken?.(),
    whenDelivered: () => Promise.resolve(),
    waiting: () => ({ count: 0, ageMs: 0 }),
    onMessage: (next) => {
      listener = next
    },
    onClosed: () => undefined,
  }
  return { channel, say: (text: string): void => listener(text) }
}

function createSource(kind: 'audio' | 'video', onKeyFrameWanted: () => void) {
  let received = 0
  const track: RemoteTrack = {
    kind,
    packetsLost: 0,
    get packetsReceived() {
      return received
    },
    requestKeyFrame: onKeyFrameWanted,
    close: () => undefined,
  }
  return {
    track,
    note: (): void => {
      received += 1
    },
  }
}

/** A session's client that is a clip on one side and a file on the other. */
export function createClipPeer({ plan, clock, on, onStarted }: ClipPeerOptions): ClipPeer {
  const { clip, manifest, recording, watch } = plan
  const { mode, modality, fps }: HandlerManifest = manifest
  const takes = { audio: modality !== 'video', video: modality !== 'audio' }
  let keyFrame = true
  const { channel, say } = createChannel()
  const sources = {
    audio: createSource('audio', () => undefined),
    video: createSource('video', () => {
      keyFrame = true
    }),
  }
  const makeTrack = (kind: 'audio' | 'video') => {
    if (!takes[kind] || mode === 'send') return undefined
    return createRecordedTrack(kind, { recording, onActivity: watch.noteActivity })
  }
  const tracks = { audio: makeTrack('audio'), video: makeTrack('video') }
  const encoder =
    clip.has.video && mode !== 'receive' ? createVp8Encoder({ bitrate: BITRATE, fps, clock }) : null

  function playSound({ samples, at }: Extract<ClipItem, { kind: 'audio' }>): void {
    const shape = {
      sampleRate: manifest.inputSampleRate,
      channels: channelCount(manifest.expectedLayout),
    }
    const payload = new Uint8Array(samples.buffer)
    const pts = (at / BLOCK_MS) * (shape.sampleRate / (1000 / BLOCK_MS))
    const frame = { codec: 'pcm', ...shape, payload, pts, lostBefore: 0, keyFrame: true } as const
    sources.audio.note()
    on.frame('audio', { ...frame, arrivedAt: clock.now() })
  }

  function playPicture({ picture, at }: Extract<ClipItem, { kind: 'video' }>): void {
    const encoded = encoder?.encode(picture, { keyFrame })
    if (!encoded) return
    keyFrame = false
    const pts = Math.round((at * VIDEO_CLOCK_RATE) / 1000)
    sources.video.note()
    on.frame('video', { codec: 'vp8', ...encoded, pts, lostBefore: 0, arrivedAt: clock.now() })
  }

  return {
    open: () => Promise.resolve(''),
    addCandidate: () => Promise.reject(new SoundcheckError('invalid', 'a clip has no ICE candidates')),
    local: (kind) => tracks[kind],
    remote: (kind) => (mode === 'receive' || !clip.has[kind] ? undefined : sources[kind].track),
    handlerStarted: onStarted,
    begin() {
      on.stateChanged('connected')
      on.channelOpened(channel)
    },
    play(item) {
      if (mode === 'receive') return
      if (item.kind === 'audio') playSound(item)
      else playPicture(item)
    },
    say,
    close() {
      encoder?.close()
      return Promise.resolve()
    },
  }
}
