import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireError } from '../../contract/errors'
import { TestHost } from './testing/run-host'

let host: TestHost
beforeAll(async () => {
  host = await TestHost.start()
})
afterAll(() => host.close())

const head = "import { StreamHandler, AudioVideoStreamHandler, z } from 'soundcheck'\n"
const members = 'receive() {} emit() { return null }'
const good = `${head}export default class Mine extends StreamHandler { ${members} }\n`

/** The error that loading this ends in. */
async function failure(source: string): Promise<WireError> {
  const loaded = await host.load(source).catch((error: { wire?: WireError }) => error)
  if (!('wire' in loaded) || loaded.wire === undefined) throw new Error('It loaded, or failed otherwise')
  return loaded.wire
}

describe('a handler file', () => {
  it('may export a class', async () => {
    expect(await host.load(good)).toEqual({
      kind: 'StreamHandler',
      className: 'Mine',
      title: 'Mine',
      modality: 'audio',
      mode: 'send-receive',
      expectedLayout: 'mono',
      inputSampleRate: 48000,
      outputSampleRate: 24000,
      fps: 30,
      videoFormat: 'rgb24',
      isolation: 'auto',
      turns: null,
      concurrencyLimit: null,
      timeLimitInS: null,
      inputs: null,
      inputDefaults: {},
    })
  })

  it('may export an instance, and say more about itself', async () => {
    const manifest = await host.load(`${head}
      class Mirror extends AudioVideoStreamHandler {
        static videoFormat = 'gray8'
        ${members} videoReceive() {} videoEmit() { return null }
      }
      export const isolation = 'process'
      export const stream = {
        title: 'My mirror', mode: 'send', concurrencyLimit: 2, timeLimit: 1.5,
        inputs: z.object({ size: z.number().default(3) }),
      }
      export default new Mirror({ expectedLayout: 'stereo', inputSampleRate: 16000, outputSampleRate: 8000, fps: 15 })
    `)
    expect(manifest).toMatchObject({
      kind: 'AudioVideoStreamHandler',
      className: 'Mirror',
      title: 'My mirror',
      modality: 'audio-video',
      mode: 'send',
      expectedLayout: 'stereo',
      inputSampleRate: 16000,
      outputSampleRate: 8000,
      fps: 15,
      videoFormat: 'gray8',
      isolation: 'process',
      concurrencyLimit: 2,
      timeLimitInS: 1.5,
      inputs: { type: 'object', properties: { size: { type: 'number', default: 3 } } },
      inputDefaults: { size: 3 },
    })
  })

  it('is named for its file where its class has no name', async () => {
    const manifest = await host.load(`${head}export default class extends StreamHandler { ${members} }`)
    expect([manifest.className, manifest.title]).toEqual(['test-handler', 'test-handler'])
  })

  it('keeps the name of a class that the bundler renamed because it names itself', async () => {
    const source = `${head}export default class Mine extends StreamHandler { copy() { return new Mine() } ${members} }`
    expect((await host.load(source)).className).toBe('Mine')
  })

  it('can require packages of Node', async () => {
    expect(await host.load(`import { join } from 'node:path'\n${good}join('a', 'b')`)).toMatchObject({
      title: 'Mine',
    })
  })

  it('can be loaded after one that failed', async () => {
    await failure('export const x = 1')
    expect((await host.load(good)).className).toBe('Mine')
  })
})

describe('a handler file that is no good', () => {
  it('is told what it exports instead of a default', async () => {
    const error = await failure(
      `${head}export const a = 1; export class Mine extends StreamHandler { ${members} }`,
    )
    expect(error.message).toMatch(/^The file has no default export; it exports (Mine, a|a, Mine)$/)
    expect(error.hint).toContain('export default class')
    expect((await failure('console.debug(1)')).message).toBe(
      'The file has no default export; it exports nothing',
    )
  })

  it('is told where it throws while it is loaded, in its own lines', async () => {
    const error = await failure(`${head}\nfunction fail() {\n  throw new Error('no key')\n}\nfail()\n${good}`)
    expect(error).toMatchObject({
      code: 'handler',
      message: 'no key',
      position: { file: '/handlers/test-handler.ts', line: 4, column: 9 },
    })
    expect(error.stack).toContain('/handlers/test-handler.ts:6:1')
  })

  it('is told when the default export is no handler', async () => {
    const error = await failure(`${head}\nexport default class Plain {}`)
    expect(error).toMatchObject({
      message: 'The default export is the function Plain, not a handler',
      position: { line: 3, column: 1 },
    })
    expect((await failure('export default () => 1')).message).toContain('not a handler')
    expect((await failure('export default 42')).message).toContain('the number 42')
  })

  it('is told which methods are missing', async () => {
    const audio = await failure(`${head}export default class Mine extends StreamHandler { receive() {} }`)
    expect(audio).toMatchObject({ message: 'Mine lacks the method emit', position: { line: 2, column: 16 } })
    const both = await failure(
      `${head}export default class Mine extends AudioVideoStreamHandler { ${members} }`,
    )
    expect(both.message).toBe('Mine lacks the methods videoReceive, videoEmit')
    expect(both.hint).toBe('An AudioVideoStreamHandler implements receive, emit, videoReceive, videoEmit.')
  })

  it('is told which option of its constructor is wrong', async () => {
    const error = await failure(`${head}export default class Mine extends StreamHandler {
      constructor() { super({ outputSampleRate: 11025 }) }
      ${members}
    }`)
    expect(error.message).toBe(
      'outputSampleRate must be a multiple of 50 from 1000 to 192000 (Hz); it is 11025',
    )
    expect(error.position).toMatchObject({ line: 3 })
  })

  it.each([
    ["stream = { title: '' }", 'stream.title: '],
    ["stream = { modality: 'smell' }", 'stream.modality: '],
    ['stream = { concurrencyLimit: 0.5 }', 'stream.concurrencyLimit: '],
    ['stream = { timeLimit: -1 }', 'stream.timeLimit: '],
    ['stream = { titel: 1 }', 'stream: Unrecognized key: "titel"'],
    ['stream = 5', 'stream: '],
    ['stream = { inputs: 5 }', 'stream.inputs cannot be used'],
    ["stream = { modality: 'video' }", "stream.modality is 'video', but a StreamHandler cannot be that"],
    ["isolation = 'cage'", 'isolation is the string "cage"'],
  ])('is told that %s is wrong', async (declaration, message) => {
    const error = await failure(`${good}\nexport const ${declaration}`)
    expect(error.message).toContain(message)
    expect(error.position).toEqual({ file: '/handlers/test-handler.ts', line: 4, column: 1 })
  })

  it('is told that native add-ons cannot run in a thread, and what can', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'addon-'))
    await writeFile(join(folder, 'addon.node'), '')
    const load = `require('node:module').createRequire('${folder}/')('./addon.node')`
    const error = await failure(`${load}\n${good}`)
    await rm(folder, { recursive: true })
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('addon.node') })
    expect(error.hint).toContain("isolation = 'process'")
    expect(error.position).toMatchObject({ line: 1 })
  })

  it('is told that it must not end the whole program', async () => {
    const error = await failure(`process.kill(process.pid, 'SIGKILL')\n${good}`)
    expect(error.message).toContain('would end Soundcheck itself')
  })

  it('cannot be opened', async () => {
    await failure('export default 1')
    const fresh = await TestHost.start()
    fresh.open()
    expect((await fresh.next('open-failed')).error.message).toContain('at the wrong time')
    await fresh.close()
  })
})
