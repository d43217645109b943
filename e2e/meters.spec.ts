import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start } from './support/bench-page'

/** What a meter says, several times over two seconds, dBFS. */
async function readings(page: Page, label: string): Promise<readonly number[]> {
  const meter = page.getByRole('meter', { name: label })
  const said: number[] = []
  for (let n = 0; n < 10; n += 1) {
    said.push(Number(await meter.getAttribute('aria-valuenow')))
    await page.waitForTimeout(200)
  }
  return said
}

/** Counted by the page itself, beside the app: pictures that a video has presented in a second. */
const presentedPerSecond = (page: Page, label: string, forMs: number): Promise<number> =>
  page.getByLabel(label, { exact: true }).evaluate(
    (video: HTMLVideoElement, ms) =>
      new Promise<number>((resolve) => {
        let first: { readonly at: number; readonly count: number } | null = null
        const look = (at: number, { presentedFrames: count }: VideoFrameCallbackMetadata) => {
          first ??= { at, count }
          if (at - first.at < ms) video.requestVideoFrameCallback(look)
          else resolve(((count - first.count) * 1000) / (at - first.at))
        }
        video.requestVideoFrameCallback(look)
      }),
    forMs,
  )

test('the meters show the level of a known tone to a tenth of a decibel', async ({ page }) => {
  await chooseHandler(page, 'Gain')
  await chooseSource(page, 'Microphone', 'Test tone')
  await start(page)
  await page.waitForTimeout(4000)
  // A sine of -12 dBFS at its peak is 3.01 dB lower in its RMS; it is told in tenths.
  const told = (level: number) => [-15, -15.1].includes(level)
  expect((await readings(page, 'Sent audio level')).filter((level) => !told(level))).toEqual([])
  // Opus makes it a little louder or softer: less than can be told.
  for (const level of await readings(page, 'Received audio level'))
    expect(Math.abs(level - -15.01)).toBeLessThan(0.1)
})

test('the stage shows as many pictures a second as there are', async ({ page }) => {
  await chooseHandler(page, 'Flip')
  await chooseSource(page, 'Camera', 'Test picture')
  await start(page)
  await page.waitForTimeout(4000)
  for (const [label, card] of [
    ['Sent video', 'You send'],
    ['Received video', 'Handler sends'],
  ] as const) {
    const text = page.getByRole('region', { name: card }).getByText(/· \d+ fps/)
    const [counted, said] = await Promise.all([
      presentedPerSecond(page, label, 4000),
      (async () => {
        const all: number[] = []
        for (let n = 0; n < 4; n += 1) {
          await page.waitForTimeout(1000)
          all.push(Number(/(\d+) fps/.exec((await text.textContent()) ?? '')?.[1]))
        }
        return all.reduce((sum, fps) => sum + fps, 0) / all.length
      })(),
    ])
    // It is told in whole numbers, of each second.
    expect(Math.abs(said - counted)).toBeLessThan(2)
  }
})
