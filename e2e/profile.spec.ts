import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start } from './support/bench-page'

const busy = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame } from 'soundcheck'

export const stream = { title: 'Busy echo' }

function smooth(samples: Int16Array): void {
  for (let round = 0; round < 1500; round += 1)
    for (let n = 1; n < samples.length; n += 1) samples[n] = ((samples[n] ?? 0) + (samples[n - 1] ?? 0)) >> 1
}

export default class Busy extends AsyncStreamHandler {
  readonly #heard = new AsyncQueue<AudioFrame>()
  async receive(frame: AudioFrame) {
    smooth(frame[1] as Int16Array)
    this.#heard.putNowait(frame)
  }
  async emit() {
    return await this.#heard.get()
  }
}
`
test.use({ handlerFiles: { 'busy.ts': busy } })

test('the line of the handler that has the thread is named, while the call goes on', async ({ page }) => {
  await chooseHandler(page, 'Busy echo')
  await chooseSource(page, 'Microphone', 'Tone')
  await start(page)
  await page.getByRole('tab', { name: 'Timing' }).click()
  await page.getByRole('button', { name: 'Look for 5 s' }).click()
  const places = page.getByRole('region', { name: 'Who has the thread' }).getByRole('listitem')
  // V8 puts small functions into their callers once they run hot: then the line that calls it is all that is known.
  await expect(places.first()).toContainText(/busy\.ts:(7\s*in smooth|13\s*in receive)\(\)/, {
    timeout: 30_000,
  })
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible()
})
