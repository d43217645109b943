import type { Page } from '@playwright/test'
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

/** Gives back each picture and each block of sound after so many ms; without `pts` nobody knows which picture it was made of. */
const mirror = (
  title: string,
  ms: number,
  pts = 'frame.pts',
) => `import { AsyncAudioVideoStreamHandler, AsyncQueue, type AudioFrame, VideoFrame } from 'soundcheck'

export const stream = { title: '${title}' }

export default class Mirror extends AsyncAudioVideoStreamHandler {
  readonly #heard = new AsyncQueue<AudioFrame>()
  readonly #seen = new AsyncQueue<VideoFrame>()
  async receive(frame: AudioFrame) {
    setTimeout(() => this.#heard.putNowait(frame), ${ms})
  }
  async emit() {
    return await this.#heard.get()
  }
  async videoReceive(frame: VideoFrame) {
    const { width, height, format, data } = frame
    setTimeout(() => this.#seen.putNowait(new VideoFrame({ width, height, format, data, pts: ${pts} })), ${ms})
  }
  async videoEmit() {
    return await this.#seen.get()
  }
}
`

test.use({
  handlerFiles: {
    'quick.ts': echo('Quick echo', 0),
    'late.ts': echo('Late echo', DELAY_MS / 20),
    'mirror.ts': mirror('Quick mirror', 0),
    'late-mirror.ts': mirror('Late mirror', DELAY_MS),
    'secret-mirror.ts': mirror('Secret mirror', DELAY_MS, '0'),
  },
})

const way = (page: Page) => page.getByRole('region', { name: 'Way of a frame' })

/** The first figure after `name` in the table, ms. */
async function half(page: Page, name: string): Promise<number> {
  const row = way(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) })
  return Number.parseFloat((await row.getByRole('cell').first().textContent()) ?? '')
}

/** Starts a call and looks at its frames until only they are in what is measured, and the browser's buffer is as it stays. */
async function lookAt(
  page: Page,
  handler: string,
  whole: RegExp,
  medium?: 'Sound' | 'Pictures',
): Promise<void> {
  await chooseHandler(page, handler)
  await chooseSource(page, 'Microphone', 'Speech clip')
  await start(page)
  await page.getByRole('tab', { name: 'Timing' }).click()
  await page.getByRole('radio', { name: 'Frames' }).click()
  if (medium) await page.getByRole('radio', { name: medium, exact: true }).click({ timeout: 30_000 })
  await expect(way(page)).toContainText(whole, { timeout: 30_000 })
  await page.waitForTimeout(12_000)
}

test('the way of a sound through an echo is measured from mouth to ear, whatever the handler holds back', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const totals: number[] = []
  const unexplained: number[] = []
  for (const handler of ['Quick echo', 'Late echo']) {
    await lookAt(page, handler, /ms from your mouth to your ear measured in the last seconds/)
    const told = /([\d,]+) ms from your mouth/.exec((await way(page).textContent()) ?? '')
    totals.push(Number(told?.[1]?.replaceAll(',', '')))
    unexplained.push(await half(page, 'Unexplained'))
    // A packet is 20 ms.
    expect(await half(page, 'Uplink')).toBeGreaterThan(10)
    expect(await half(page, 'Jitter buffer')).toBeGreaterThan(0)
    await stop(page)
    // Afterwards the handler's end is told.
    await expect(way(page)).toContainText(/ms at the handler’s end/)
  }
  const [quick = 0, late = 0] = totals
  expect(quick).toBeGreaterThan(40)
  // The browser's buffer may be another in the second call.
  expect(Math.abs(late - quick - DELAY_MS)).toBeLessThan(60)
  // What the handler holds back is in no frame.
  expect(Math.abs((unexplained[1] ?? 0) - (unexplained[0] ?? 0) - DELAY_MS)).toBeLessThan(60)
})

test('the way of a picture is followed from the camera to the screen, and what the handler keeps back is its own', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const halves: { readonly total: number; readonly handler: number }[] = []
  for (const handler of ['Quick mirror', 'Late mirror']) {
    await lookAt(page, handler, /ms from the camera to the screen/, 'Pictures')
    halves.push({ total: await half(page, 'All together'), handler: await half(page, 'Handler') })
    const [frame] = await way(page)
      .getByRole('button', { name: /^Frame sent at/ })
      .all()
    expect(await frame?.getAttribute('aria-label')).toMatch(
      /Uplink .*Decode .*Encode .*Jitter buffer .*Playout/,
    )
    await stop(page)
  }
  const [quick, late] = halves
  const more = (late?.handler ?? 0) - (quick?.handler ?? 0)
  expect(Math.abs(more - DELAY_MS)).toBeLessThan(40)
  expect(Math.abs((late?.total ?? 0) - (quick?.total ?? 0) - DELAY_MS)).toBeLessThan(80)
})

test('a marker says how long sound and picture take where nothing else knows what the handler keeps back', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const found: { readonly tone: number; readonly flash: number }[] = []
  for (const handler of ['Quick mirror', 'Secret mirror']) {
    await lookAt(page, handler, /ms from your mouth to your ear/, 'Sound')
    await page.getByRole('button', { name: 'Send a marker' }).click()
    const told = way(page).getByRole('status')
    await expect(told).toContainText(/tone came back after \d+ ms, the flash came back after \d+ ms/, {
      timeout: 15_000,
    })
    const [tone = 0, flash = 0] = [...((await told.textContent()) ?? '').matchAll(/(\d+) ms/g)].map(
      ([, ms]) => Number(ms),
    )
    found.push({ tone, flash })
    await page.getByRole('radio', { name: 'Pictures', exact: true }).click()
    await expect(way(page)).toContainText(/measured with a flash/)
    // Microphone and camera are back.
    await expect(way(page).getByRole('button', { name: 'Send a marker' })).toBeEnabled()
    await stop(page)
  }
  const [quick, secret] = found
  expect(quick?.tone).toBeGreaterThan(30)
  expect(quick?.flash).toBeGreaterThan(20)
  expect(Math.abs((secret?.tone ?? 0) - (quick?.tone ?? 0) - DELAY_MS)).toBeLessThan(60)
  expect(Math.abs((secret?.flash ?? 0) - (quick?.flash ?? 0) - DELAY_MS)).toBeLessThan(80)
})
