import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start, stop } from './support/bench-page'

const echo = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame } from 'soundcheck'

export const stream = { title: 'Echo with a limp' }

export default class Limp extends AsyncStreamHandler {
  readonly #heard = new AsyncQueue<AudioFrame>()
  #count = 0

  async receive(frame: AudioFrame) {
    this.#count += 1
    const until = performance.now() + (this.#count === 100 ? 60 : 0)
    while (performance.now() < until);
    this.#heard.put(frame)
  }

  async emit() {
    return await this.#heard.get()
  }
}
`

test.use({ handlerFiles: { 'limp.ts': echo } })

const cursor = (page: Page) => page.getByRole('slider', { name: 'Time cursor' })

/** The level that a lane has at the cursor, dBFS. */
async function levelAt(page: Page, lane: 'You' | 'Handler'): Promise<number> {
  const words = await cursor(page).getAttribute('aria-valuetext')
  return Number(
    new RegExp(`${lane}: (−?[\\d.]+) dBFS`).exec(words ?? '')?.[1]?.replace('−', '-') ?? Number.NaN,
  )
}

test('a call is on the time axis while it lasts and after it, is searched by a part of it, and heard again', async ({
  page,
}) => {
  await chooseHandler(page, 'Echo with a limp')
  await chooseSource(page, 'Microphone', 'Tone')
  await start(page)
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await expect(page.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'true')
  await page.waitForTimeout(5000)
  await stop(page)

  await page.getByRole('button', { name: 'Show all' }).click()
  await cursor(page).press('Home')
  for (let i = 0; i < 150; i += 1) await cursor(page).press('Control+ArrowRight')
  // Three seconds in: the tone has 0.25 of full scale.
  await expect.poll(() => levelAt(page, 'You')).toBeCloseTo(-12, 0)
  await expect.poll(() => levelAt(page, 'Handler')).toBeCloseTo(-12, 0)

  for (let i = 0; i < 50; i += 1) await cursor(page).press('Shift+Control+ArrowRight')
  const selection = page.getByRole('region', { name: 'Selection' })
  await expect(selection).toContainText('0:03.000 – 0:04.000')
  await expect(selection).toContainText(/receive \d+×, p95/)
  // A sine of -12 dBFS in both channels, by EBU Tech 3341; the test tone is mono, which a browser sends as both.
  await selection.getByRole('button', { name: 'Measure its loudness' }).click()
  await expect(selection).toContainText(/You: −1[0-9]\.\d LUFS.*Handler: −1[0-9]\.\d LUFS/, {
    timeout: 20_000,
  })
  await selection.getByRole('button', { name: 'Play handler' }).click()
  await expect(selection.getByRole('button', { name: 'Stop playing' })).toBeVisible({ timeout: 10_000 })
  await expect(selection.getByRole('button', { name: 'Play you' })).toBeVisible({ timeout: 10_000 })

  await selection.getByRole('button', { name: 'Show its rows' }).click()
  await expect(page.getByRole('tab', { name: 'Messages' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('searchbox', { name: 'Filter messages' })).toHaveValue('at:3.000s..4.000s')
})
