import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EventName, Events } from '../../../contract/ipc'
import type { JournalRow, RowKind } from '../../../contract/journal'
import { standardLimits } from '../../../contract/limits'
import type { Picture } from '../../../contract/media'
import { applyPatch, type BenchState, emptyState, type SessionEntry } from '../../../contract/state'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { createOpusDecoder } from '../codecs/opus-decoder'
import { createOpusEncoder } from '../codecs/opus-encoder'
import { createVideoDecoder } from '../codecs/video-decoder'
import { createVp8Encoder } from '../codecs/vp8-encoder'
import { createEngine } from '../engine'
import type { SessionThreadMeans } from '../engine-sessions'
import { createPictureAssembler } from '../rtc/picture-assembler'
import {
  createOfferingClient,
  type OfferingClient,
  type OfferingClientOptions,
} from '../rtc/testing/offering-client'
import { buildSessionThread } from '../session-threads/testing/build-session-thread'
import { amplitudeOf, stereoTone } from './tone'

/** Waits for a condition that something real brings about; fails loudly when it does not. */
export function until(condition: () => boolean, what: string, limit = 10_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    function look(): void {
      const begun = performance.now()
      const holds = condition()
      const now = performance.now()
      if (holds) resolve()
      else if (now - started > limit) reject(new Error(`waited ${limit} ms in vain: ${what}`))
      // A condition that decodes what came takes its time from the engine, which runs in this thread.
      else setTimeout(look, Math.max(5, 4 * (now - begun)))
    }
    look()
  })
}

/** Packets until a decoder has found its level. */
const LEAD_IN = 15

/** Rows that are asked for at once. */
const PAGE = 1000

/** Of 32,767: more than what the codec makes of silence. */
const AUDIBLE = 100

const examples = path.resolve(import.meta.dirname, '../../../handlers/examples')

/** A whole engine in this process, with a user folder of its own, real threads, codecs and connections. */
export async function startBench(
  files: { readonly [name: string]: string } = {},
  sessionThreads?: SessionThreadMeans,
) {
  const root = mkdtempSync(path.join(tmpdir(), 'bench-'))
  const folder = path.join(root, 'handlers')
  let state: BenchState = emptyState
  const events: { readonly name: EventName; readonly payload: unknown }[] = []
  const engine = createEngine(
    {
      folder,
      createFolder: true,
      starterDir: makeStarter(root),
      hostScript: await buildHostBundle(),
      hostProcessScript: await buildHostBundle('process'),
      ...(sessionThreads ? { sessionThreadScript: await buildSessionThread() } : {}),
      processesBy: 'engine',
      dataDir: path.join(root, 'data'),
      limits: standardLimits,
    },
    (name, payload) => {
      if (name === 'state.patched') state = applyPatch(state, payload as never)
      else events.push({ name, payload })
    },
    undefined,
    sessionThreads ? { sessionThreads } : {},
  )
  await engine.start()
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)

  /** All of them, or those of some kinds. */
  async function rows(sessionId: string, kinds: readonly RowKind[] = []): Promise<readonly JournalRow[]> {
    const filter = { text: '', kinds: [...kinds], directions: [] }
    const found: JournalRow[] = []
    for (;;) {
      const page = { sessionId, filter, offset: found.length, limit: PAGE }
      const { rows } = await engine.request('journal.query', page)
      found.push(...rows)
      if (rows.length < PAGE) return found
    }
  }

  return {
    engine,
    folder,
    write,
    rows,
    /** What the engine told of this name, oldest first. */
    told: <N extends EventName>(name: N): Events[N][] =>
      events.filter((event) => event.name === name).map((event) => event.payload as Events[N]),
    folderStatus: () => state.folder.status,
    handler: (id: string) => state.handlers[id],
    session: (id: string): SessionEntry | undefined => state.sessions[id],
    whenReady: (id: string, version = 1) =>
      until(
        () => state.handlers[id]?.status === 'ready' && (state.handlers[id]?.version ?? 0) >= version,
        `${id} ready`,
      ),
    whenBroken: (id: string) => until(() => state.handlers[id]?.status === 'broken', `${id} broken`),
    async call(handlerId: string, options: CallOptions = {}) {
      const client = await createOfferingClient(options)
      const { sessionId, answer } = await engine.request('session.open', {
        handlerId,
        offer: client.offer,
        inputs: options.inputs ?? {},
      })
      await client.accept(answer)
      await client.opened
      return createCaller(client, sessionId)
    },
    async stop(): Promise<void> {
      await engine.stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

export interface CallOptions extends OfferingClientOptions {
  readonly inputs?: { readonly [name: string]: number }
}

export type Bench = Awaited<ReturnType<typeof startBench>>

/** What the build makes, without the typings that only editors need. */
function makeStarter(root: string): string {
  const starter = path.join(root, 'starter')
  for (const folder of ['examples', 'support/.soundcheck'])
    mkdirSync(path.join(starter, folder), { recursive: true })
  writeFileSync(path.join(starter, 'support/.soundcheck/README.md'), 'made by the build')
  for (const name of readdirSync(examples)) {
    if (!name.endsWith('.test.ts')) cpSync(path.join(examples, name), path.join(starter, 'examples', name))
  }
  return starter
}

/** A client in a call that sends and measures. */
export function createCaller(client: OfferingClient, sessionId: string) {
  const encoder = createOpusEncoder({ channels: 2 })
  const vp8 = createVp8Encoder({ bitrate: 1_500_000, fps: 30 })
  let sent = 0
  let timer: NodeJS.Timeout | undefined

  /** For each packet that came whether anything is heard in it. */
  function loudPackets(): boolean[] {
    const decoder = createOpusDecoder()
    const isLoud = ({ payload }: { payload: Uint8Array }) =>
      decoder.decode(payload).some((sample) => Math.abs(sample) > AUDIBLE)
    const packets = client.received.audio.map(isLoud)
    decoder.close()
    return packets
  }

  function heard(packets: number): Int16Array {
    const decoder = createOpusDecoder()
    // A decoder that begins in the middle of a tone is far too loud or too soft for some packets.
    const heardBefore = client.received.audio.slice(-packets - LEAD_IN, -packets)
    for (const packet of heardBefore) decoder.decode(packet.payload)
    const blocks = client.received.audio.slice(-packets).map((packet) => decoder.decode(packet.payload))
    decoder.close()
    const samples = new Int16Array(blocks.reduce((sum, block) => sum + block.length, 0))
    let at = 0
    for (const block of blocks) {
      samples.set(block, at)
      at += block.length
    }
    return samples
  }

  return {
    client,
    sessionId,
    /** Sends a tone in real time until {@link hush}. */
    sing(hz: number, amplitude = 0.3): void {
      clearInterval(timer)
      const begun = performance.now()
      const first = sent
      timer = setInterval(() => {
        while ((sent - first) * 20 <= performance.now() - begun) {
          client.send('audio', encoder.encode(stereoTone(hz, amplitude, 960, sent * 960)), sent * 960)
          sent += 1
        }
      }, 5)
    },
    hush: () => clearInterval(timer),
    /** The amplitude of `hz` in the last 400 ms that came back. */
    loudness: (hz: number): number => amplitudeOf(heard(20), hz),
    loudPackets,
    show(picture: Picture): void {
      const encoded = vp8.encode(picture, { keyFrame: true })
      if (encoded) client.send('video', encoded.payload, picture.pts)
    },
    /** The last picture that came back, decoded. */
    seen(): Picture | null {
      const assembler = createPictureAssembler(() => undefined)
      const decoder = createVideoDecoder('vp8')
      let last: Picture | null = null
      for (const packet of client.received.video) {
        const { timestamp, marker } = packet.header
        const whole = assembler.push(
          { codec: 'vp8', payload: packet.payload, pts: timestamp, marker, arrivedAt: 0 },
          0,
        )
        if (whole) last = decoder.decode(whole.payload, 0) ?? last
      }
      decoder.close()
      return last
    },
    async hangUp(): Promise<void> {
      clearInterval(timer)
      encoder.close()
      vp8.close()
      await client.close()
    },
  }
}

export type Caller = ReturnType<typeof createCaller>
