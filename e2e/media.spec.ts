import { expect, test } from './fixtures'
import { strongestTone } from './support/audio-measures'
import {
  chooseHandler,
  levelOf,
  pixelsOf,
  recordReceived,
  start,
  stop,
  turnEchoCancellationOff,
} from './support/bench-page'
import { numberOf, orientationOf } from './support/test-picture'

test.use({
  microphone: { tones: [{ hz: 440, levelDb: -20, duration: 4000 }] },
  camera: { width: 640, height: 480, frameRate: 30, count: 60 },
})

test('a tone goes through the microphone to the echo handler and comes back at its level', async ({
  page,
}) => {
  await turnEchoCancellationOff(page)
  await chooseHandler(page, /^echo/i)
  await start(page)
  await expect.poll(() => levelOf(page, 'Received audio level')).toBeGreaterThan(-30)
  const heard = strongestTone(await recordReceived(page, 1000), 48_000)
  expect(Math.abs(heard.hz - 440)).toBeLessThan(2)
  expect(Math.abs(heard.levelDb - -20)).toBeLessThan(1.5)
  await expect.poll(async () => Math.abs((await levelOf(page, 'Sent audio level')) - -20)).toBeLessThan(1.5)
})

test('a muted microphone is silence, and sound again when it is not', async ({ page }) => {
  await turnEchoCancellationOff(page)
  await chooseHandler(page, /^echo/i)
  await start(page)
  await expect.poll(() => levelOf(page, 'Received audio level')).toBeGreaterThan(-30)
  await page.getByRole('button', { name: 'Mute microphone' }).click()
  await expect.poll(() => levelOf(page, 'Received audio level')).toBeLessThan(-60)
  await page.getByRole('button', { name: 'Mute microphone' }).click()
  await expect.poll(() => levelOf(page, 'Received audio level')).toBeGreaterThan(-30)
})

test('a picture goes through the camera to the flip handler and comes back mirrored', async ({ page }) => {
  await chooseHandler(page, /flip|mirror/i)
  await start(page)
  const orientation = async (name: 'Sent video' | 'Received video') => {
    const pixels = await pixelsOf(page, name)
    return pixels ? orientationOf(pixels) : 'nothing'
  }
  await expect.poll(() => orientation('Received video')).toBe('mirrored')
  expect(await orientation('Sent video')).toBe('plain')
  const numbers = new Set<number>()
  const countNumbers = async () => {
    const pixels = await pixelsOf(page, 'Sent video')
    if (pixels) numbers.add(numberOf(pixels))
    return numbers.size
  }
  await expect.poll(countNumbers, { intervals: [70] }).toBeGreaterThan(5)
  await stop(page)
})
