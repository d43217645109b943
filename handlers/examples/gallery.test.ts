import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import type { FindingRule } from '../../contract/findings'
import type { HandlerManifest } from '../../contract/manifest'
import { channelCount, pictureBytes } from '../../contract/media'
import { compileFile } from '../host/testing/compile-handler'
import { TestHost } from '../host/testing/run-host'
import { makeClip } from '../kit/testing/spoken-clip'

/** They cannot do without a service, or not in a thread: they have tests of their own. */
const needMore = ['realtime-bridge', 'transcription', 'native-model']

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((name) => !needMore.includes(name))

const SECONDS = 3
const [WIDTH, HEIGHT] = [320, 240]

/** Three seconds as they come from a microphone and a camera, at their pace. */
async function talkAndShow(host: TestHost, manifest: HandlerManifest): Promise<void> {
  const { modality, mode, inputSampleRate: sampleRate, expectedLayout, videoFormat: format } = manifest
  const { samples } = makeClip([0.5, 'Is anybody there?', 2], { sampleRate })
  const [block, channels] = [sampleRate / 50, channelCount(expectedLayout)]
  const hear = (n: number): void => {
    const mono = samples.subarray(n * block, (n + 1) * block)
    const length = block * channels
    host.audio(
      Int16Array.from({ length }, (_, at) => mono[Math.floor(at / channels)] ?? 0),
      channels,
    )
  }
  const see = (n: number): void => {
    const data = new Uint8Array(pictureBytes(WIDTH, HEIGHT, format)).fill(n)
    host.post({ type: 'video', width: WIDTH, height: HEIGHT, format, data, pts: n * 3000, arrivedAt: 0 })
  }
  const begun = performance.now()
  await new Promise<void>((resolve) => {
    let [blocks, pictures] = [0, 0]
    const timer = setInterval(() => {
      const elapsed = (performance.now() - begun) / 1000
      for (; blocks < elapsed * 50 && modality !== 'video' && mode !== 'receive'; blocks++) hear(blocks)
      for (; pictures < elapsed * 30 && modality !== 'audio' && mode !== 'receive'; pictures++) see(pictures)
      if (elapsed < SECONDS) return
      clearInterval(timer)
      resolve()
    }, 20)
  })
}

/** They measure time, and so a machine that is busy with other things as well. */
const measuresTime: readonly FindingRule[] = ['silent-emit', 'emit-rate']

describe.concurrent.each(names)('the example %s', (name) => {
  it(`runs for ${SECONDS} seconds without a fault or a complaint of the linter`, async ({ expect }) => {
    const host = await TestHost.start()
    const probe = { ...(await compileFile(join(import.meta.dirname, `${name}.ts`))), probe: true }
    const manifest = await host.load(probe)
    await host.begin({ inputs: manifest.inputDefaults })
    await talkAndShow(host, manifest)
    await host.close()
    expect(host.all('fault')).toEqual([])
    const findings = [
      ...host.all('loaded').flatMap((loaded) => loaded.findings),
      ...host.all('finding').map(({ finding }) => finding),
    ]
    expect(findings.filter(({ rule }) => !measuresTime.includes(rule))).toEqual([])
  }, 60_000)
})
