import { expect, test } from './fixtures'
import { strongestTone } from './support/audio-measures'
import {
  chooseHandler,
  chooseSource,
  recordReceived,
  start,
  stop,
  turnEchoCancellationOff,
} from './support/bench-page'
import { threadCount, udpSocketCount } from './support/process-leftovers'

test.use({ microphone: { tones: [{ hz: 440, levelDb: -20, duration: 4000 }] } })

test('the sessions of two windows at once stay apart', async ({ bench, page }) => {
  const [second] = await Promise.all([
    bench.electron.waitForEvent('window'),
    bench.electron.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find((item) => item.label.includes('File'))
      file?.submenu?.items.find((item) => item.label === 'New Window')?.click()
    }),
  ])
  await second.waitForLoadState('domcontentloaded')
  await turnEchoCancellationOff(page)
  await chooseHandler(page, /^echo/i)
  await chooseSource(second, 'Microphone', 'Silence')
  await chooseHandler(second, /^echo/i)
  await start(page)
  await start(second)
  const loudness = async (window: typeof page) => strongestTone(await recordReceived(window, 500), 48_000)
  await expect.poll(async () => (await loudness(page)).levelDb).toBeGreaterThan(-25)
  // Chromium stretches the sound a little until its jitter buffer has settled after the start.
  await expect.poll(async () => Math.round((await loudness(page)).hz)).toBe(440)
  expect((await loudness(second)).levelDb).toBeLessThan(-60)
  await stop(second)
  expect((await loudness(page)).levelDb).toBeGreaterThan(-25)
})

test('after Stop no thread and no socket of the session is left', async ({ bench, page }) => {
  const pid = bench.electron.process().pid ?? 0
  await chooseSource(page, 'Microphone', /Test tone/)
  await chooseHandler(page, /^echo/i)
  await start(page)
  await stop(page)
  const settled = async () => ({ threads: threadCount(pid), sockets: udpSocketCount(pid) })
  await expect.poll(async () => (await settled()).sockets).toBe(0)
  const first = await settled()
  for (let n = 0; n < 5; n += 1) {
    await start(page)
    expect(udpSocketCount(pid)).toBeGreaterThan(0)
    await stop(page)
  }
  await expect.poll(async () => (await settled()).sockets).toBe(0)
  await expect.poll(async () => (await settled()).threads).toBeLessThanOrEqual(first.threads)
})

test('a terminated app ends cleanly in the middle of a call with sound and picture', async ({
  bench,
  page,
}) => {
  await chooseHandler(page, /flip|mirror/i)
  await start(page)
  await expect
    .poll(() => page.getByLabel('Received video').evaluate((video) => (video as HTMLVideoElement).videoWidth))
    .toBe(640)
  const child = bench.electron.process()
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  child.kill('SIGTERM')
  expect(await exited).toEqual({ code: 0, signal: null })
})
