import { createOpusEncoder } from '../../main/engine/codecs/opus-encoder'
import { createOfferingClient } from '../../main/engine/rtc/testing/offering-client'
import { stereoTone } from '../../main/engine/testing/tone'

const BLOCK_SAMPLES = 960

/** A client of somebody else: it joins over HTTP as FastRTC's clients do, and can sing. */
export async function joinOverHttp(url: string, webrtcId: string, media: { readonly video?: boolean } = {}) {
  const client = await createOfferingClient(media)
  const response = await fetch(`${url}/webrtc/offer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sdp: client.offer, type: 'offer', webrtc_id: webrtcId }),
  })
  const answer = (await response.json()) as { readonly sdp?: string }
  if (!answer.sdp) throw new Error(`the server gave no answer: ${JSON.stringify(answer)}`)
  await client.accept(answer.sdp)
  await client.opened
  const encoder = createOpusEncoder({ channels: 2 })
  let timer: NodeJS.Timeout | undefined
  let sent = 0
  return {
    messages: client.messages,
    say: (message: unknown) => client.channel.send(JSON.stringify(message)),
    /** Sends a tone in real time until it leaves. */
    sing(hz: number, amplitude: number): void {
      const begun = performance.now()
      timer = setInterval(() => {
        while (sent * 20 <= performance.now() - begun) {
          const block = stereoTone(hz, amplitude, BLOCK_SAMPLES, sent * BLOCK_SAMPLES)
          client.send('audio', encoder.encode(block), sent * BLOCK_SAMPLES)
          sent += 1
        }
      }, 5)
    },
    async leave(): Promise<void> {
      clearInterval(timer)
      encoder.close()
      await client.close()
    },
  }
}
