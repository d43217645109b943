import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { strongestTone } from './support/audio-measures'
import {
  chooseHandler,
  connection,
  levelOf,
  pixelsOf,
  recordReceived,
  start,
  stop,
} from './support/bench-page'

/** The folder is empty at first: the app lays its examples out in it, but for those that need a package. */
const shipped = join(import.meta.dirname, '../handlers/examples')
const examples = readdirSync(shipped).filter(
  (file) => /^[a-z-]+\.ts$/.test(file) && !readFileSync(join(shipped, file), 'utf8').includes('// Needs: '),
)

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const turns = (page: Page) => page.getByRole('region', { name: 'Turns' })

test.use({ microphone: { speech: 'What is the weather like today?', pauseAfter: 4000 } })

test('every example is ready to be tried, and none has a likely mistake', async ({ page }) => {
  const options = page.getByRole('listbox', { name: 'Handlers' }).getByRole('option')
  await expect(options).toHaveCount(examples.length)
  await expect(options.filter({ hasText: 'ready' })).toHaveCount(examples.length, { timeout: 30_000 })
  await expect(options.filter({ hasText: 'likely mistake' })).toHaveCount(0)
})

test('the parrot says back what it heard and tells how long it was', async ({ page }) => {
  await chooseHandler(page, 'Parrot')
  await start(page)
  await expect(turns(page).getByText('Reply playing').first()).toBeVisible({ timeout: 20_000 })
  await expect.poll(() => levelOf(page, 'Received audio level')).toBeGreaterThan(-40)
  await expect(log(page)).toContainText('"heard"')
  await stop(page)
})

test('the storyteller greets, is interrupted by the person, and tells its story then', async ({ page }) => {
  await chooseHandler(page, 'Storyteller')
  await start(page)
  await expect.poll(() => levelOf(page, 'Received audio level')).toBeGreaterThan(-40)
  await expect(log(page)).toContainText('Once upon a time', { timeout: 20_000 })
  await expect(log(page)).toContainText('Interrupted after', { timeout: 20_000 })
  await stop(page)
})

test('the melody is heard, and hangs up by itself', async ({ page }) => {
  await chooseHandler(page, 'Melody')
  await start(page)
  const { hz } = strongestTone(await recordReceived(page, 1500), 48_000)
  expect(hz).toBeGreaterThan(500)
  expect(hz).toBeLessThan(800)
  await expect(connection(page)).toContainText('closed')
})

test('the colour bars are seen without a camera', async ({ page }) => {
  await chooseHandler(page, 'Colour bars')
  await start(page)
  const colours = async () => {
    const pixels = await pixelsOf(page, 'Received video')
    if (!pixels) return 'nothing'
    const row = 2 * pixels.width
    const at = (x: number) =>
      [0, 1, 2].map((byte) => ((pixels.data[(row + x) * 4 + byte] ?? 0) > 127 ? 1 : 0))
    return [3, 13, 50, 60].map((x) => at(x).join('')).join(' ')
  }
  // White, yellow, red and blue.
  await expect.poll(colours).toBe('111 110 100 001')
  await stop(page)
})
