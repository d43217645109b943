import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start, stop } from './support/bench-page'

const DELAY_MS = 300

/** An echo, and one that holds everything back for a while. */
const echo = (
  title: string,
  blocks: number,
) => `import { AsyncQueue, AsyncStreamHandler, type AudioFrame } from 'soundcheck'

export const stream = { title: '${title}' }

export default class Echo extends AsyncStreamHandler {
  readonly #heard = new AsyncQueue<AudioFrame>()
  readonly #held: AudioFrame[] = []
  async receive(frame: AudioFrame) {
    this.#held.push(frame)
    if (this.#held.length > ${blocks}) this.#heard.putNowait(this.#held.shift() as AudioFrame)
  }
  async emit() {
    return await this.#heard.get()
  }
}
`

test.use({ handlerFiles: { 'quick.ts': echo('Quick echo', 0), 'late.ts': echo('Late echo', DELAY_MS / 20) } })

test('the way of a sound through an echo is measured from mouth to ear, whatever the handler holds back', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const way = page.getByRole('region', { name: 'Way of the sound' })
  const total = async (): Promise<number> =>
    Number(/^([\d,]+) ms from your mouth/.exec((await way.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
  const totals: number[] = []
  for (const handler of ['Quick echo', 'Late echo']) {
    await chooseHandler(page, handler)
    await chooseSource(page, 'Microphone', 'Speech clip')
    await start(page)
    await page.getByRole('tab', { name: 'Timing' }).click()
    await page.getByRole('radio', { name: 'Way of the sound' }).click()
    await expect(way).toBeVisible({ timeout: 30_000 })
    // Until only this call is in what is compared, and the browser's buffer is as it stays.
    await page.waitForTimeout(12_000)
    totals.push(await total())
    await stop(page)
    await expect(way).toBeHidden()
  }
  const [quick = 0, late = 0] = totals
  expect(quick).toBeGreaterThan(40)
  // The browser's buffer may be another in the second call.
  expect(Math.abs(late - quick - DELAY_MS)).toBeLessThan(60)
})
