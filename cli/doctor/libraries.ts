import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fromWireError } from '../../contract/errors'
import { BLOCK_MS, OPUS_SAMPLE_RATE } from '../../contract/media'
import type { Companions } from '../companions'
import { complaint, type Examination } from './examination'
import { sampleOffer } from './sample-offer'

const SAMPLES = (OPUS_SAMPLE_RATE * BLOCK_MS) / 1000
const reinstall = 'Remove node_modules and run `npm ci`, with a Node of this system and processor.'

/** Packages that keep to no `exports` of their package.json are looked for on the disk. */
function versionOf(name: string, { hostScript }: Companions): string {
  const places = createRequire(hostScript).resolve.paths(name) ?? []
  const file = places.map((place) => path.join(place, name, 'package.json')).find((one) => existsSync(one))
  if (!file) throw complaint(`The package ${name} is missing.`, reinstall)
  return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`
}

function sine(hz: number): Int16Array {
  return Int16Array.from({ length: SAMPLES * 2 }, (_, n) =>
    Math.round(8000 * Math.sin((2 * Math.PI * hz * Math.floor(n / 2)) / OPUS_SAMPLE_RATE)),
  )
}

/** 20 ms through Opus and back; the second block, since the first is the codec's way in. */
async function lookAtSound(): Promise<string> {
  const { createOpusEncoder } = await import('../../main/engine/codecs/opus-encoder')
  const { createOpusDecoder } = await import('../../main/engine/codecs/opus-decoder')
  const encoder = createOpusEncoder()
  const decoder = createOpusDecoder()
  try {
    decoder.decode(encoder.encode(sine(500)))
    const packet = encoder.encode(sine(500))
    const loudest = Math.max(...decoder.decode(packet).map(Math.abs))
    if (loudest < 4000) throw complaint('Opus gives back silence.', reinstall)
    return `20 ms of Opus in ${packet.length} bytes and back`
  } finally {
    encoder.close()
    decoder.close()
  }
}

async function lookAtPictures(): Promise<string> {
  const { createVp8Encoder } = await import('../../main/engine/codecs/vp8-encoder')
  const { createVideoDecoder } = await import('../../main/engine/codecs/video-decoder')
  const encoder = createVp8Encoder({ bitrate: 500_000, fps: 30 })
  const decoder = createVideoDecoder('vp8')
  const [width, height] = [160, 120]
  try {
    const data = new Uint8Array((width * height * 3) / 2).fill(90)
    const coded = encoder.encode({ width, height, format: 'i420', data, pts: 0 }, { keyFrame: true })
    const shown = coded && decoder.decode(coded.payload, 0)
    if (shown?.width !== width) throw complaint('VP8 gives back no picture.', reinstall)
    return `a ${width}x${height} picture through VP8 and back`
  } finally {
    encoder.close()
    decoder.close()
  }
}

/** Answers an offer: that takes a certificate, keys and a socket. */
async function lookAtWebRtc(): Promise<string> {
  const { createWebRtcPeer } = await import('../../main/engine/rtc/peer')
  const { monotonicClock } = await import('../../main/engine/clock')
  const peer = createWebRtcPeer({
    id: 'doctor',
    clock: monotonicClock,
    offer: sampleOffer,
    reach: 'loopback',
    hasMessages: false,
    media: { audio: true, video: false },
    mode: 'send-receive',
    on: {
      stateChanged: () => undefined,
      frame: () => undefined,
      channelOpened: () => undefined,
      keyFrameRequested: () => undefined,
    },
  })
  try {
    const answer = await peer.open()
    const place = /a=candidate:.* (127\.0\.0\.1 \d+) typ host/.exec(answer)?.[1]
    if (!place) throw complaint('The answer to an offer has no address.', 'Is the loopback interface up?')
    return `an offer is answered from ${place.replace(' ', ':')}`
  } finally {
    await peer.close()
  }
}

const handlerSource = (more: string) => `
import { AsyncStreamHandler } from 'soundcheck'
${more}
export default class Doctor extends AsyncStreamHandler {
  async receive() {}
  async emit() { return null }
}
`

/** Compiles a handler for a thread and one for a process, and loads them there. */
async function lookAtHandlers(companions: Companions): Promise<string> {
  const { createHeadlessEngine } = await import('../headless-engine')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'soundcheck-doctor-'))
  const log = (): void => undefined
  const engine = createHeadlessEngine({ place: { folder }, companions, dataDir: null, log })
  try {
    await writeFile(path.join(folder, 'in-thread.ts'), handlerSource(''))
    await writeFile(path.join(folder, 'in-process.ts'), handlerSource("export const isolation = 'process'"))
    const { handlers } = await engine.load()
    for (const { error } of Object.values(handlers)) if (error) throw fromWireError(error)
    return `${Object.keys(handlers).length} handlers compiled and loaded, in a thread and in a process`
  } finally {
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether what Soundcheck is made of works here. */
export function libraryExaminations(companions: Companions): readonly Examination[] {
  const versions = (name: string, look: () => Promise<string>) => async () =>
    `${versionOf(name, companions)}: ${await look()}`
  return [
    { name: 'sound', needed: true, look: versions('node-av', lookAtSound) },
    { name: 'pictures', needed: true, look: versions('node-av', lookAtPictures) },
    { name: 'WebRTC', needed: true, look: versions('werift', lookAtWebRtc) },
    { name: 'handlers', needed: true, look: versions('esbuild', () => lookAtHandlers(companions)) },
    { name: 'types', needed: false, look: () => versionOf('typescript', companions) },
  ]
}
