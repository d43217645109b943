import { expect, saveHandler, test } from './fixtures'
import { strongestTone } from './support/audio-measures'
import { chooseHandler, chooseSource, connection, recordReceived, start } from './support/bench-page'

const toneHandler = (hz: number) => `import { AsyncStreamHandler, type AudioFrame } from 'soundcheck'

export default class Tone extends AsyncStreamHandler {
  phase = 0
  async receive(_frame: AudioFrame) {}
  async emit() {
    const samples = new Int16Array(480)
    for (let n = 0; n < 480; n += 1) {
      samples[n] = 6000 * Math.sin((2 * Math.PI * ${hz} * this.phase) / 24000)
      this.phase += 1
    }
    return [24000, samples] as const
  }
}
`

test.use({ handlerFiles: { 'mine.ts': toneHandler(500) } })

test('saving a changed handler during a call changes the sound, a broken one keeps it, without reconnecting', async ({
  page,
  folders,
}) => {
  const heard = async () => Math.round(strongestTone(await recordReceived(page, 400), 48_000).hz / 10) * 10
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /mine|tone/i)
  await start(page)
  await expect.poll(heard).toBe(500)

  saveHandler(folders, 'mine.ts', toneHandler(900))
  await expect.poll(heard).toBe(900)
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('version 2')

  saveHandler(folders, 'mine.ts', toneHandler(700).replace('const samples =', 'const samples = ='))
  const option = page.getByRole('listbox', { name: 'Handlers' }).getByRole('option').first()
  await expect(option).toContainText('broken')
  await expect(option).toContainText('mine.ts:7')
  await expect(page.getByRole('alert').filter({ hasText: 'mine.ts' }).first()).toBeVisible()
  expect(await heard()).toBe(900)

  saveHandler(folders, 'mine.ts', toneHandler(700))
  await expect.poll(heard).toBe(700)
  await expect(connection(page)).toContainText('live')
  await page.getByRole('searchbox', { name: 'Filter messages' }).fill('kind:signal type:session connecting')
  await expect(page.getByRole('log', { name: 'Messages' }).getByRole('listitem')).toHaveCount(1)
})
