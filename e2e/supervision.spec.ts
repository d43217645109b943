import { expect, saveHandler, test } from './fixtures'
import { strongestTone } from './support/audio-measures'
import { chooseHandler, chooseSource, connection, recordReceived, start, stop } from './support/bench-page'

const toneHandler = (hz: number, members = '') => `import { AsyncStreamHandler } from 'soundcheck'

export const stream = { title: 'Mine' }

export default class Mine extends AsyncStreamHandler {
  phase = 0
  ${members}
  async receive() {}
  async emit() {
    const samples = new Int16Array(480)
    for (let n = 0; n < 480; n += 1) samples[n] = 6000 * Math.sin((2 * Math.PI * ${hz} * this.phase++) / 24000)
    return [24000, samples] as const
  }
}
`

const loopsOnCommand = `import { AsyncStreamHandler } from 'soundcheck'

export const stream = { title: 'Loops' }

export default class Loops extends AsyncStreamHandler {
  async receive() {}
  async emit() { return null }
  async onMessage() {
    let n = 0
    while (true) {
      n += 1
    }
  }
}
`

const kept = (answer: string) => `import { AsyncStreamHandler } from 'soundcheck'

export const stream = { title: 'Kept' }

export default class Kept extends AsyncStreamHandler {
  count = 0
  async receive() {}
  async emit() { return null }
  async onMessage() {
    this.count += 1
    await this.sendMessage(JSON.stringify({ type: 'count', data: '${answer} ' + this.count }))
  }
  exportState() { return { count: this.count } }
  importState(state: unknown) { this.count = (state as { count: number }).count }
}
`

test.use({
  handlerFiles: { 'mine.ts': toneHandler(500), 'loops.ts': loopsOnCommand, 'kept.ts': kept('old') },
})

const hertz = async (page: Parameters<typeof recordReceived>[0]) =>
  Math.round(strongestTone(await recordReceived(page, 400), 48_000).hz / 10) * 10

async function send(page: Parameters<typeof recordReceived>[0], text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

test('a bad version is taken back in the call, with what was tried, and any version can be gone back to', async ({
  page,
  folders,
}) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /Mine/)
  await start(page)
  await expect.poll(() => hertz(page)).toBe(500)
  saveHandler(folders, 'mine.ts', toneHandler(900))
  await expect.poll(() => hertz(page)).toBe(900)

  saveHandler(folders, 'mine.ts', toneHandler(700, "async startUp() { throw new Error('no key') }"))
  await page.getByRole('button', { name: 'Show what was tried' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText("throw new Error('no key')")
  await page.keyboard.press('Escape')
  await expect.poll(() => hertz(page)).toBe(900)

  await page.getByRole('button', { name: 'Go back to version 1' }).click()
  await expect.poll(() => hertz(page)).toBe(500)
  await expect(connection(page)).toContainText('live')
  await stop(page)
})

test('a call that blocks is shown with its line and stopped by hand, and the handler answers again', async ({
  page,
}) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /Loops/)
  await start(page)
  await send(page, '{"type":"loop"}')
  const bar = page.getByRole('alert', { name: 'Blocked call' })
  await expect(bar).toContainText('onMessage()')
  await expect(bar).toContainText(/loops\.ts:1[01]/)
  await bar.getByRole('button', { name: 'Stop now' }).click()
  await expect(bar).toBeHidden()
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('restarted')
  await expect(connection(page)).toContainText('live')
  await stop(page)
})

test('what a handler knows is handed to the version that is saved in the call', async ({ page, folders }) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /Kept/)
  await start(page)
  const log = page.getByRole('log', { name: 'Messages' })
  await send(page, '{"type":"one"}')
  await expect(log).toContainText('old 1')
  saveHandler(folders, 'kept.ts', kept('new'))
  await expect(log).toContainText('version 2')
  await send(page, '{"type":"two"}')
  await expect(log).toContainText('new 2')
  await stop(page)
})

test('a handler that asks for a process runs in one, and a crash of it leaves the app and the call alone', async ({
  page,
  folders,
}) => {
  const crashes = toneHandler(600, 'async onMessage() { process.abort() }')
  saveHandler(folders, 'mine.ts', `${crashes}\nexport const isolation = 'process'\n`)
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /Mine/)
  await start(page)
  await expect.poll(() => hertz(page)).toBe(600)
  await expect(page.getByText('in a process').first()).toBeVisible()
  await send(page, '{"type":"crash"}')
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('SIGABRT')
  await expect.poll(() => hertz(page)).toBe(600)
  await expect(connection(page)).toContainText('live')
  await stop(page)
})
