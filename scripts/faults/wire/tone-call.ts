import { within } from '../../../bench/within'
import type { Picture } from '../../../contract/media'
import { createOpusDecoder } from '../../../main/engine/codecs/opus-decoder'
import { createOpusEncoder } from '../../../main/engine/codecs/opus-encoder'
import { createVp8Encoder } from '../../../main/engine/codecs/vp8-encoder'
import { createOfferingClient, type OfferingClient } from '../../../main/engine/rtc/testing/offering-client'
import { amplitudeOf, stereoTone } from '../../../main/engine/testing/tone'
import type { Backend } from '../backends/backend'
import type { PacketMark } from './packet-gaps'

export interface ToneCallOptions {
  readonly handlerId: string
  /** Whole periods in 20 ms, so that one packet is enough to find it: a multiple of 50. */
  readonly hz: number
  readonly video?: boolean
}

/** A client in a call that sends a tone, and notes what comes back. Who opens it hangs up. */
export interface ToneCall {
  readonly sessionId: string
  /** Each packet since the call was opened, or since they were forgotten. */
  readonly marks: readonly PacketMark[]
  forgetMarks(): void
  /** Texts that came on the data channel so far. */
  readonly textsCame: () => number
  /** False when the channel is no longer open. */
  send(text: string): boolean
  onText(listener: (text: string) => void): () => void
  hangUp(): Promise<void>
}

const OPEN_LIMIT = 15_000
const SAMPLES = 960
const AMPLITUDE = 0.3
/** How often it is looked whether a packet is due, ms. */
const LOOK = 5
/** ms between pictures. */
const PICTURE = 100

/** Notes the packets of the track as they come; to be called before the answer is taken. */
function noteMarks(client: OfferingClient, hz: number) {
  const decoder = createOpusDecoder()
  const marks: PacketMark[] = []
  for (const transceiver of client.pc.getTransceivers()) {
    if (transceiver.kind !== 'audio') continue
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        const at = performance.now()
        marks.push({ at, sequence: header.sequenceNumber, level: amplitudeOf(decoder.decode(payload), hz) })
        client.received.audio.length = 0
      }),
    )
  }
  return { marks, close: decoder.close }
}

function singTone(client: OfferingClient, hz: number): () => void {
  const encoder = createOpusEncoder({ channels: 2 })
  const begun = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    while (sent * 20 <= performance.now() - begun) {
      client.send('audio', encoder.encode(stereoTone(hz, AMPLITUDE, SAMPLES, sent * SAMPLES)), sent * SAMPLES)
      sent += 1
    }
  }, LOOK)
  return () => {
    clearInterval(timer)
    encoder.close()
  }
}

function showPictures(client: OfferingClient): () => void {
  const encoder = createVp8Encoder({ bitrate: 300_000, fps: 10 })
  const begun = performance.now()
  const grey: Omit<Picture, 'pts'> = {
    width: 64,
    height: 48,
    format: 'i420',
    data: new Uint8Array((64 * 48 * 3) / 2).fill(128),
  }
  const timer = setInterval(() => {
    const pts = Math.round((performance.now() - begun) * 90)
    const encoded = encoder.encode({ ...grey, pts }, { keyFrame: true })
    if (encoded) client.send('video', encoded.payload, pts)
    client.received.video.length = 0
  }, PICTURE)
  return () => {
    clearInterval(timer)
    encoder.close()
  }
}

/** Rejects when the handler does not start, or the call does not come about in time. */
export async function openToneCall(backend: Backend, options: ToneCallOptions): Promise<ToneCall> {
  const { handlerId, hz, video = false } = options
  const client = await createOfferingClient({ video })
  const { marks, close } = noteMarks(client, hz)
  const listeners = new Set<(text: string) => void>()
  let texts = 0
  client.channel.onMessage.subscribe((data) => {
    texts += 1
    client.messages.length = 0
    for (const listener of listeners) listener(String(data))
  })
  try {
    const asked = backend.request('session.open', { handlerId, offer: client.offer, inputs: {} })
    const { sessionId, answer } = await within(OPEN_LIMIT, asked, 'the call was not answered')
    await within(OPEN_LIMIT, client.accept(answer), 'the connection did not come about')
    await within(OPEN_LIMIT, client.opened, 'the data channel did not open')
    const stops = [singTone(client, hz), ...(video ? [showPictures(client)] : []), close]
    return {
      sessionId,
      marks,
      forgetMarks: () => void marks.splice(0),
      textsCame: () => texts,
      send(text) {
        if (client.channel.readyState !== 'open') return false
        client.channel.send(text)
        return true
      },
      onText(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      async hangUp() {
        for (const stop of stops.splice(0)) stop()
        await client.close()
      },
    }
  } catch (thrown) {
    close()
    await client.close()
    throw thrown
  }
}
