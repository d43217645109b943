import { afterEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.close())

/** Runs a handler that emits `bad` once, then something good; gives the fault. */
async function misuse(kind: string, members: string) {
  host = await TestHost.start()
  await host.load(`import { AdditionalOutputs, CloseStream, ${kind}, VideoFrame } from 'soundcheck'
export default class Mine extends ${kind} {
  n = 0
  ${members}
}`)
  await host.begin()
  return (await host.next('fault')).error
}

/** `[what emit returns, what the author is told]`. Source: FastRTC, what `emit` may return; there most are dropped in silence. */
const badAudio: readonly (readonly [string, RegExp])[] = [
  ['[24000, new Float64Array(480)]', /samples are a Float64Array; expected an Int16Array or a Float32Array/],
  ['[24000, new Int32Array(480)]', /samples are an Int32Array; expected/],
  ['[24000, new Uint8Array(480)]', /samples are an Uint8Array; expected/],
  ['[24000, [0, 1, 2]]', /samples are an array of numbers; expected planar/],
  ['new Int16Array(480)', /an Int16Array; expected \[sampleRate, Int16Array/],
  ["'hello'", /the string "hello"; expected \[sampleRate/],
  ['{ sampleRate: 24000 }', /a plain object; expected \[sampleRate/],
  ['42', /the number 42; expected/],
  ["['24000', new Int16Array(480)]", /\[string, Int16Array\]; expected \[sampleRate/],
  ['[24000.5, new Int16Array(480)]', /sample rate 24000\.5; expected a whole number from 1000 to 192000/],
  ['[NaN, new Int16Array(480)]', /sample rate NaN; expected/],
  ['[0, new Int16Array(480)]', /sample rate 0; expected/],
  ["[24000, new Int16Array(480), 'surround']", /layout the string "surround"; expected 'mono' or 'stereo'/],
  ["[24000, new Int16Array(481), 'stereo']", /odd number of samples \(481\)/],
  ['[24000, [new Int16Array(480), new Int16Array(479)]]', /480 samples left and 479 right/],
  ['[24000, [new Int16Array(480), new Float32Array(480)]]', /expected planar \[left, right\], both/],
  ["[24000, [new Int16Array(480), new Int16Array(480)], 'mono']", /planar .* layout 'mono'/],
  ['[24000, new Float32Array(480).fill(NaN)]', /NaN, first at sample 0/],
  ['[24000, new Int16Array(24000 * 61)]', /61\.0 s of audio in one value; expected at most 60 s/],
  ['[[24000, new Int16Array(480)], 7]', /expected \[sampleRate/],
  ["['hi', new AdditionalOutputs(1)]", /a pair whose first element is the string "hi"; expected/],
  ['[[24000, new Int16Array(480)], new AdditionalOutputs(1), new CloseStream()]', /expected \[sampleRate/],
  ['new AdditionalOutputs(1n)', /AdditionalOutputs that JSON cannot carry: .*BigInt/],
  [
    'new VideoFrame({ width: 1, height: 1, format: "gray8", data: new Uint8Array(1) })',
    /a VideoFrame; expected/,
  ],
]

describe('a value that emit must not return', () => {
  it.each(badAudio)('is %s: named with its handler, and the next one is played', async (value, told) => {
    const emit = `emit() { const n = this.n++; return n === 0 ? ${value} : n === 1 ? [24000, new Int16Array(480)] : null }`
    const error = await misuse('StreamHandler', `receive() {} ${emit}`)
    expect(error.message).toMatch(told)
    expect(error.message).toMatch(/^Mine\.emit returned /)
    expect(error.hint).toBe('Change what emit returns.')
    await host.next('audio')
    expect(host.all('message').map(({ text }) => JSON.parse(text).type)).toEqual(['error'])
  })
})

describe('a value that videoEmit must not return', () => {
  it.each([
    ['new Uint8Array(12)', /an Uint8Array; expected a VideoFrame/],
    ['[24000, new Int16Array(480)]', /\[number, Int16Array\]; expected a VideoFrame/],
    ["'frame'", /the string "frame"; expected a VideoFrame/],
    ['[1, new CloseStream()]', /first element is the number 1; expected a VideoFrame/],
  ])('is %s: named with its handler, and the next one is shown', async (value, told) => {
    const frame = "new VideoFrame({ width: 2, height: 2, format: 'gray8', data: new Uint8Array(4) })"
    const error = await misuse(
      'AudioVideoStreamHandler',
      `receive() {} emit() { return null } videoReceive() {}
      videoEmit() { const n = this.n++; return n === 0 ? ${value} : n === 1 ? ${frame} : null }`,
    )
    expect(error.message).toMatch(told)
    expect(error.message).toMatch(/^Mine\.videoEmit returned /)
    await host.next('video')
  })
})

/** Where it throws, and whether sound still comes out and goes in after that. Source: FastRTC, exceptions. */
const throwing: readonly (readonly [string, string])[] = [
  [
    'startUp',
    'startUp() { throw new Error("oops") } receive() { this.heard = 1 } emit() { return this.heard ? [24000, new Int16Array(480)] : null }',
  ],
  [
    'receive',
    'receive() { if (this.n++ === 0) throw new Error("oops"); this.heard = 1 } emit() { return this.heard ? [24000, new Int16Array(480)] : null }',
  ],
  [
    'emit',
    'receive() { this.heard = 1 } emit() { if (this.n++ === 0) throw new Error("oops"); return this.heard ? [24000, new Int16Array(480)] : null }',
  ],
  [
    'onMessage',
    'onMessage() { throw new Error("oops") } receive() { this.heard = 1 } emit() { return this.heard ? [24000, new Int16Array(480)] : null }',
  ],
]

describe('a method that throws', () => {
  it.each(throwing)(
    'is %s: it is told with its line, and sound goes on both ways',
    async (method, members) => {
      host = await TestHost.start()
      await host.load(`import { StreamHandler } from 'soundcheck'
export default class Mine extends StreamHandler {
  n = 0
  heard = 0
  ${members}
}`)
      await host.begin()
      host.post({ type: 'message', message: 'hello' })
      for (let n = 0; n < 5; n++) host.audio(new Int16Array(960))
      const fault = await host.next('fault')
      expect(fault).toMatchObject({ method, error: { message: 'oops', position: { line: 5 } } })
      await host.next('audio')
      const told = host.all('message').map(({ text }) => JSON.parse(text) as unknown)
      expect(told).toContainEqual({ type: 'error', data: 'oops', message: 'oops' })
    },
  )

  it.each(['videoReceive', 'videoEmit'])('is %s: the client is told, and pictures go on', async (method) => {
    host = await TestHost.start()
    await host.load(`import { AudioVideoStreamHandler, VideoFrame } from 'soundcheck'
export default class Mine extends AudioVideoStreamHandler {
  n = 0
  receive() {}
  emit() { return null }
  videoReceive(frame) { if ('${method}' === 'videoReceive' && this.n++ === 0) throw new Error('oops'); this.last = frame }
  videoEmit() { if ('${method}' === 'videoEmit' && this.n++ === 0) throw new Error('oops'); return this.last ?? null }
}`)
    await host.begin()
    const send = () =>
      host.post({
        type: 'video',
        width: 1,
        height: 1,
        format: 'gray8',
        data: Uint8Array.of(1),
        pts: 0,
        arrivedAt: 0,
      })
    send()
    expect(await host.next('fault')).toMatchObject({ method, error: { message: 'oops' } })
    send()
    await host.next('video')
    const told = host.all('message').map(({ text }) => JSON.parse(text) as unknown)
    expect(told).toContainEqual({ type: 'error', data: 'oops', message: 'oops' })
  })
})
