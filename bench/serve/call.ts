import { SoundcheckError } from '../../contract/errors'
import { createOfferingClient, type OfferingClient } from '../../main/engine/rtc/testing/offering-client'
import { within } from '../within'
import { SOUND_BYTES, type TimedPacket } from './beeps'
import { FPS } from './numbered-pictures'

/** What a client sends, encoded before the call. */
export interface EncodedMedia {
  readonly audio: readonly Uint8Array[]
  /** Empty = the call is of sound alone. */
  readonly video: readonly Uint8Array[]
}

/** One RTP packet that came. */
export interface CamePacket extends TimedPacket {
  readonly payload: Buffer
  readonly sequence: number
  readonly timestamp: number
  readonly marker: boolean
}

/** One client in a call over HTTP and WebRTC, like any from outside. Who opens it hangs up. */
export interface Call {
  /** ms from the sending of the offer to the first packet with the sound in it; null while there is none. */
  readonly firstAudio: () => number | null
  readonly sent: { readonly audio: readonly TimedPacket[]; readonly video: readonly SentPicture[] }
  readonly came: { readonly audio: readonly CamePacket[]; readonly video: readonly CamePacket[] }
  /** Starts anew to watch by how much packets are sent late. */
  watchLateness(): void
  /** That, ms at worst: the client's own fault. */
  readonly worstLateness: () => number
  /** Sends a text on the data channel. */
  say(text: string): void
  /** The connection itself, and the server's SDP. */
  readonly client: OfferingClient
  readonly answer: string
  /** Sends no more; what comes is still noted. */
  fallSilent(): void
  hangUp(): Promise<void>
}

export interface SentPicture {
  readonly at: number
  readonly number: number
}

const OPEN_LIMIT = 60_000
const AUDIO_TICKS = 960
const VIDEO_CLOCK = 90_000

async function postOffer(url: string, sdp: string, id: string): Promise<string> {
  const response = await fetch(`${url}/webrtc/offer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sdp, type: 'offer', webrtc_id: id }),
    signal: AbortSignal.timeout(OPEN_LIMIT),
  })
  const body = (await response.json()) as { readonly sdp?: string }
  if (body.sdp) return body.sdp
  throw new SoundcheckError(
    'unavailable',
    `the offer was answered with ${response.status} ${JSON.stringify(body)}`,
  )
}

/** Calls `send` with 0, 1, 2, ... at even distances of `period` ms, from now on. */
function sendEvenly(period: number, send: (n: number) => void) {
  const begun = performance.now()
  let next = 0
  let worst = 0
  let timer: NodeJS.Timeout
  function due(): void {
    for (let late = performance.now() - begun - next * period; late >= 0; late -= period) {
      worst = Math.max(worst, late)
      send(next)
      next += 1
    }
    timer = setTimeout(due, begun + next * period - performance.now())
  }
  due()
  return {
    worstLateness: () => worst,
    watch: () => {
      worst = 0
    },
    stop: () => clearTimeout(timer),
  }
}

function notePackets(client: OfferingClient) {
  const came: { audio: CamePacket[]; video: CamePacket[] } = { audio: [], video: [] }
  for (const transceiver of client.pc.getTransceivers()) {
    const kind = transceiver.kind === 'audio' ? 'audio' : 'video'
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        const { sequenceNumber: sequence, timestamp, marker } = header
        came[kind].push({ at: performance.now(), payload, sequence, timestamp, marker })
        client.received[kind].length = 0
      }),
    )
  }
  return came
}

function startSending(client: OfferingClient, media: EncodedMedia) {
  const sent: { audio: TimedPacket[]; video: SentPicture[] } = { audio: [], video: [] }
  const senders = [
    sendEvenly(20, (n) => {
      const payload = media.audio[n % media.audio.length]
      if (!payload) return
      sent.audio.push({ at: performance.now(), payload })
      client.send('audio', payload, n * AUDIO_TICKS)
    }),
  ]
  if (media.video.length > 0) {
    senders.push(
      sendEvenly(1000 / FPS, (n) => {
        const number = n % media.video.length
        const payload = media.video[number]
        if (!payload) return
        sent.video.push({ at: performance.now(), number })
        client.send('video', payload, (n * VIDEO_CLOCK) / FPS)
      }),
    )
  }
  return { sent, senders }
}

/** What lies between the client and the server: it may change what they say of where they are. */
export interface Network {
  offer(sdp: string): string
  answer(sdp: string): Promise<string>
}

const direct: Network = { offer: (sdp) => sdp, answer: async (sdp) => sdp }

/** Resolves when the sound flows both ways. */
export async function openCall(
  url: string,
  id: string,
  media: EncodedMedia,
  network: Network = direct,
): Promise<Call> {
  const client = await createOfferingClient({ video: media.video.length > 0 })
  const came = notePackets(client)
  const offeredAt = performance.now()
  let firstAt: number | null = null
  let answer = ''
  try {
    answer = await network.answer(await postOffer(url, network.offer(client.offer), id))
    await within(OPEN_LIMIT, client.accept(answer), 'the connection did not come about')
  } catch (thrown) {
    await client.close()
    throw thrown
  }
  const { sent, senders } = startSending(client, media)
  const fallSilent = (): void => {
    for (const sender of senders) sender.stop()
  }
  return {
    firstAudio() {
      firstAt ??= came.audio.find(({ payload }) => payload.length >= SOUND_BYTES)?.at ?? null
      return firstAt === null ? null : firstAt - offeredAt
    },
    sent,
    came,
    worstLateness: () => Math.max(...senders.map((sender) => sender.worstLateness())),
    watchLateness() {
      for (const sender of senders) sender.watch()
    },
    say: (text) => client.channel.send(text),
    client,
    answer,
    fallSilent,
    async hangUp() {
      fallSilent()
      await client.close()
    },
  }
}
