import { test } from './fixtures'
import { chooseHandler, chooseSource, start, stop } from './support/bench-page'

const av = `import { AsyncAudioVideoStreamHandler, AsyncQueue, createMessage } from 'soundcheck'
export const stream = { title: 'Av' }
export default class Av extends AsyncAudioVideoStreamHandler {
  heard = new AsyncQueue(); seen = new AsyncQueue(); n = 0
  async receive(frame) {
    this.n += 1
    const until = performance.now() + (this.n % 60 === 0 ? 28 : this.n % 7)
    while (performance.now() < until) {}
    if (this.n % 40 === 0) await this.sendMessage(createMessage('log', 'n ' + this.n))
    if (this.n === 200) throw new Error('two hundred')
    this.heard.put(frame)
  }
  async emit() { return this.heard.get() }
  async videoReceive(frame) { this.seen.put(frame) }
  async videoEmit() { return this.seen.get() }
}
`
const turns = `import { ReplyOnPause } from 'soundcheck'
export const stream = { title: 'Listens' }
export default new ReplyOnPause(async function* () {
  yield [24_000, new Int16Array(24_000).map((_, i) => 6000 * Math.sin(i / 9))] as const
})
`
test.use({ handlerFiles: { 'av.ts': av, 'turns.ts': turns } })

test('look', async ({ page, bench }) => {
  test.setTimeout(200_000)
  const size = (width: number, height: number) =>
    bench.electron.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    )
  const shot = (name: string) => page.screenshot({ path: `/tmp/help/tl-${name}.png` })
  await size(1280, 900)
  await chooseHandler(page, 'Listens')
  await chooseSource(page, 'Microphone', 'Speech clip')
  await start(page)
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.waitForTimeout(14_000)
  await shot('live')
  const plot = page.getByRole('slider', { name: 'Time cursor' })
  const box = (await plot.boundingBox()) as { x: number; y: number; width: number }
  await page.mouse.move(box.x + box.width * 0.6, box.y + 120)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.8, box.y + 120, { steps: 5 })
  await page.mouse.up()
  await page.waitForTimeout(1500)
  await shot('selected')
  await page.getByRole('button', { name: 'Spectrogram' }).click()
  await page.waitForTimeout(3000)
  await shot('spectrum')
  await page.getByRole('button', { name: 'Spectrogram' }).click()
  await page.getByRole('button', { name: 'Play handler' }).click()
  await page.waitForTimeout(1200)
  await shot('playing')
  await page.getByRole('button', { name: 'Stop playing' }).click()
  await stop(page)
  await plot.focus()
  for (const key of ['Escape', '0', '+', '+', '+', 'ArrowRight']) await page.keyboard.press(key)
  await page.waitForTimeout(800)
  await shot('zoomed')
  await chooseHandler(page, 'Av')
  await chooseSource(page, 'Microphone', 'Tone')
  await start(page)
  await page.waitForTimeout(9000)
  await page.emulateMedia({ colorScheme: 'light' })
  await shot('av-light')
  await size(960, 600)
  await page.waitForTimeout(1000)
  await shot('av-960')
  for (let i = 0; i < 9; i++) await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.waitForTimeout(1500)
  await size(1280, 900)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForTimeout(1500)
  await shot('av-close')
  await stop(page)
})
