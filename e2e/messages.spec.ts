import { expect, saveHandler, test } from './fixtures'
import { chooseHandler, chooseSource, start, stop } from './support/bench-page'

test('a message goes both ways and is in the log, which can be filtered and outlives the call', async ({
  page,
}) => {
  const log = page.getByRole('log', { name: 'Messages' })
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /^chat/i)
  await start(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('{"type":"ping","n":7}')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(log.getByText('"ping"').first()).toBeVisible()
  await expect(log.getByText('"pong"').first()).toBeVisible()

  const filter = page.getByRole('searchbox', { name: 'Filter messages' })
  await filter.fill('pong')
  await expect(log.getByText('"pong"').first()).toBeVisible()
  await expect(log.getByText('"ping"')).toHaveCount(0)
  await filter.fill('')
  await stop(page)
  await expect(log.getByText('"ping"').first()).toBeVisible()
})

test('console lines and errors of a handler stand in the same log with file and line', async ({
  page,
  folders,
}) => {
  saveHandler(
    folders,
    'talks.ts',
    `import { AsyncStreamHandler, type AudioFrame } from 'soundcheck'
export default class Talks extends AsyncStreamHandler {
  async startUp() {
    console.log('the handler speaks', { answer: 42 })
  }
  async receive(_frame: AudioFrame) {}
  async emit() { return null }
  async onMessage(message: unknown) { throw new Error('no ' + message) }
}
`,
  )
  const log = page.getByRole('log', { name: 'Messages' })
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /talks/i)
  await start(page)
  await expect(log).toContainText('the handler speaks { answer: 42 }')
  await expect(log).toContainText('talks.ts:4')
  await page.getByRole('textbox', { name: 'Message' }).fill('thanks')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(log).toContainText('talks.ts:8')
  await expect(page.getByRole('alert').filter({ hasText: 'no thanks' })).toBeVisible()
})
