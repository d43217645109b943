import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start } from './support/bench-page'

const echo = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame } from 'soundcheck'

export const stream = { title: 'Plain echo' }

export default class Echo extends AsyncStreamHandler {
  readonly #heard = new AsyncQueue<AudioFrame>()

  async receive(frame: AudioFrame) {
    this.#heard.put(frame)
  }

  async emit() {
    return await this.#heard.get()
  }
}
`

test.use({ handlerFiles: { 'echo.ts': echo } })

async function shortTerm(page: Page, column: number): Promise<number> {
  const row = page.getByRole('row', { name: /^Short-term/ })
  const text = await row.getByRole('cell').nth(column).textContent()
  return Number(/−?[\d.]+/.exec(text ?? '')?.[0].replace('−', '-') ?? Number.NaN)
}

test('the loudness of a call is measured while it is looked at: that of the tone, to half a unit', async ({
  page,
}) => {
  await chooseHandler(page, 'Plain echo')
  await chooseSource(page, 'Microphone', 'Tone')
  await start(page)
  await page.getByRole('button', { name: 'Loudness' }).click()
  // 440 Hz at -12 dBFS in both channels: -12.7 LUFS by the weighting of ITU-R BS.1770.
  await expect
    .poll(() => shortTerm(page, 0).then((lufs) => Math.abs(lufs + 12.7)), { timeout: 20_000 })
    .toBeLessThan(0.5)
  await expect
    .poll(() => shortTerm(page, 1).then((lufs) => Math.abs(lufs + 12.7)), { timeout: 20_000 })
    .toBeLessThan(0.5)
})
