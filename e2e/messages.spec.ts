import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
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

test('a place in a file opens the editor that was chosen, at the line', async ({ page, folders }) => {
  saveHandler(
    folders,
    'speaks.ts',
    `import { AsyncStreamHandler, type AudioFrame } from 'soundcheck'
import { speak } from './lib/speak'
export default class Speaks extends AsyncStreamHandler {
  async startUp() { speak('hello') }
  async receive(_frame: AudioFrame) {}
  async emit() { return null }
}
`,
  )
  mkdirSync(path.join(folders.handlers, 'lib'))
  writeFileSync(
    path.join(folders.handlers, 'lib', 'speak.ts'),
    '\nexport function speak(text: string) {\n  console.log(text)\n}\n',
  )
  const called = path.join(folders.handlers, '..', 'called')
  const editor = path.join(folders.handlers, '..', 'code')
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$@" > "${called}"\n`, { mode: 0o755 })
  await page.keyboard.press('Control+,')
  await page.getByRole('textbox', { name: /opens a file at a line/ }).fill(`"${editor}"`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /speaks/i)
  await start(page)
  await page.getByRole('log', { name: 'Messages' }).getByText('speak.ts:3').click()
  await expect.poll(() => existsSync(called) && readFileSync(called, 'utf8')).toContain('speak.ts:3:')
})

test('a message is held on its way by a rule: edited and let go, or dropped', async ({ page }) => {
  const log = page.getByRole('log', { name: 'Messages' })
  const send = async (text: string) => {
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
  }
  const held = page.getByRole('region', { name: 'Held messages' }).getByRole('listitem')
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /^chat/i)
  await page.getByRole('button', { name: 'Hold messages' }).click()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('searchbox', { name: 'Messages of rule 1' }).fill('data.n:7,8')
  await page.getByRole('switch', { name: 'Rule 1' }).click()
  // It holds from the beginning of the call.
  await start(page)

  await send('{"n":7}')
  await held.getByRole('button', { name: 'Edit' }).click()
  await held.getByRole('textbox').fill('{"n":70}')
  await held.getByRole('button', { name: 'Let the edited one go' }).click()
  await expect(log).toContainText('{"type":"echo","data":{"n":70}}')

  await send('{"n":8}')
  await held.getByRole('button', { name: 'Drop' }).click()
  await send('{"n":9}')
  await expect(log).toContainText('{"type":"echo","data":{"n":9}}')
  await expect(log).not.toContainText('{"type":"echo","data":{"n":8}}')
  await expect(log).toContainText('was dropped by a person')
})
