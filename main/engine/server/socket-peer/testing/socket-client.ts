import { type ClientOptions, WebSocket } from 'ws'
import { decodeMulaw, encodeMulaw } from '../../../codecs/mulaw'
import { until } from '../../../testing/bench-driver'

export interface Heard {
  /** When it came, ms. */
  readonly at: number
  readonly samples: Int16Array
}

/** A JSON text that came, as far as tests look at it. */
export interface Said {
  readonly event?: string
  readonly type?: string
  readonly data?: unknown
  readonly message?: string
  readonly status?: string
  readonly meta?: { readonly error: string; readonly limit?: number }
  readonly streamSid?: string
  readonly media?: { readonly payload: string }
  readonly mark?: { readonly name: string }
}

/** Mu-law of a 1 kHz tone of so many ms, beginning with sample `from`; `amplitude` of 1 is full scale. */
export function toneOf(ms: number, sampleRate: number, from = 0, amplitude = 0.3): Uint8Array {
  const samples = Int16Array.from({ length: (ms * sampleRate) / 1000 }, (_, n) =>
    Math.round(amplitude * 32767 * Math.sin((2 * Math.PI * 1000 * (from + n)) / sampleRate)),
  )
  return encodeMulaw(samples)
}

/** The amplitude of 1 kHz in mono samples, by projection; 1 is full scale. */
export function loudnessOf(samples: Int16Array, sampleRate: number): number {
  let real = 0
  let imaginary = 0
  samples.forEach((sample, n) => {
    const phase = (2 * Math.PI * 1000 * n) / sampleRate
    real += (sample / 32767) * Math.cos(phase)
    imaginary += (sample / 32767) * Math.sin(phase)
  })
  return (2 * Math.hypot(real, imaginary)) / samples.length
}

/** A client on a real WebSocket. `envelope` is put around what is sent as media. */
export async function connectSocket(url: string, options: ClientOptions = {}) {
  const socket = new WebSocket(url, options)
  const said: Said[] = []
  const heard: Heard[] = []
  let closed: { readonly code: number; readonly reason: string } | undefined
  let sent = 0
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Said
    if (message.event === 'media') {
      const payload = Buffer.from(message.media?.payload ?? '', 'base64')
      heard.push({ at: performance.now(), samples: decodeMulaw(payload) })
    } else said.push(message)
  })
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) }
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))

  const say = (message: object | string): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  const play = (payload: Uint8Array, more: object = {}): void =>
    say({ event: 'media', media: { ...more, payload: Buffer.from(payload).toString('base64') } })

  return {
    socket,
    /** What came and is no sound. */
    said,
    heard,
    say,
    play,
    closed: () => closed,
    whenClosed: () => until(() => closed !== undefined, 'the end of the socket'),
    /** All that was heard, joined. */
    samples: (): Int16Array => Int16Array.from(heard.flatMap(({ samples }) => [...samples])),
    /** Sends 20 ms of a tone every 20 ms, until what it returns is called. */
    sing(sampleRate: number, ms = 20): () => void {
      const begun = performance.now()
      const first = sent
      const timer = setInterval(() => {
        while (sent - first <= performance.now() - begun) {
          play(toneOf(ms, sampleRate, (sent * sampleRate) / 1000))
          sent += ms
        }
      }, 5)
      return () => clearInterval(timer)
    },
  }
}

export type SocketClient = Awaited<ReturnType<typeof connectSocket>>
