import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { HostReport } from '../../contract/host'
import { createHandlerProcess } from '../../main/engine/hosts/handler-process'
import { loadHandler, openHandler } from '../../main/engine/hosts/host-calls'
import { createNodeFork } from '../../main/engine/hosts/node-fork'
import { buildHostBundle } from '../host/testing/build-host-bundle'
import { compileFile } from '../host/testing/compile-handler'
import { TestHost } from '../host/testing/run-host'

const example = fileURLToPath(new URL('./native-model.ts', import.meta.url))

it('does not load in a thread, which says that it lacks an add-on', async () => {
  const host = await TestHost.start()
  await expect(host.load(await compileFile(example))).rejects.toThrow(
    'Native add-ons cannot run in a handler thread',
  )
  expect((await host.next('native-refused')).file).toMatch(/onnxruntime_binding\.node$/)
  await host.stop()
})

it('bends what is heard by the tanh of its model in a process', async () => {
  const host = createHandlerProcess({ fork: createNodeFork(await buildHostBundle('process')) })
  const faults: HostReport[] = []
  host.onReport((report) => report.type === 'fault' && faults.push(report))
  const answer = new Promise<Int16Array>((resolve) => {
    host.onReport((report) => report.type === 'audio' && resolve(report.samples))
  })
  const started = new Promise<void>((resolve) => {
    host.onReport((report) => report.type === 'started' && resolve())
  })
  await loadHandler(host, await compileFile(example), 15_000)
  await openHandler(host, { webrtcId: 'test', inputs: { drive: 4 }, phoneMode: false, sessionTime: 0 })
  host.post({ type: 'channel-opened' })
  await started
  const heard = Int16Array.from({ length: 960 }, (_, n) =>
    Math.round(20_000 * Math.sin((2 * Math.PI * 440 * n) / 48_000)),
  )
  host.post({ type: 'audio', samples: heard.slice(), channels: 1, arrivedAt: 0 })
  const bent = await answer
  expect(bent).toHaveLength(960)
  const errors = Array.from(bent, (sample, n) =>
    Math.abs(sample - 32_767 * Math.tanh((4 * (heard[n] ?? 0)) / 32_768)),
  )
  // Half a step would be rounding; integers are cut off, and the model reckons in 32 bits.
  expect(Math.max(...errors)).toBeLessThan(1.5)
  await host.close('the test is over')
  expect(faults).toEqual([])
}, 60_000)
