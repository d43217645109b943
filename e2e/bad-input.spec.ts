import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, saveHandler, test } from './fixtures'
import { strongestTone } from './support/audio-measures'
import { chooseHandler, chooseSource, connection, recordReceived, start, stop } from './support/bench-page'

const handler = (
  members: string,
  head = "export const stream = { title: 'Bad one' }",
) => `import { AsyncStreamHandler } from 'soundcheck'
${head}
export default class Bad extends AsyncStreamHandler {
  ${members}
}
`
const idle = 'async receive() {}\n  async emit() { return null }'

const hertz = async (page: Parameters<typeof recordReceived>[0]) =>
  Math.round(strongestTone(await recordReceived(page, 400), 48_000).hz / 10) * 10

const mended = `import { AsyncStreamHandler } from 'soundcheck'
export default class Mended extends AsyncStreamHandler {
  phase = 0
  async receive() {}
  async emit() {
    const samples = new Int16Array(480).map(() => 6000 * Math.sin((2 * Math.PI * 600 * this.phase++) / 24000))
    return [24000, samples] as const
  }
}
`

test('files that loop, exit or load an add-on at import say so, and hold up nobody', async ({
  page,
  folders,
}) => {
  const list = page.getByRole('listbox', { name: 'Handlers' })
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
  writeFileSync(join(folders.handlers, 'addon.node'), '')
  saveHandler(folders, 'loops.ts', handler(idle, 'for (;;);'))
  saveHandler(folders, 'exits.ts', handler(idle, 'process.exit(3)'))
  saveHandler(folders, 'native.ts', handler(idle, "import './addon.node'"))
  await expect(list.getByRole('option', { name: /exits/ })).toContainText('process.exit(3)')
  await expect(list.getByRole('option', { name: /exits/ })).toContainText('exits.ts:2')
  // The thread refuses it, so it is tried in a process, where the system says that it is no add-on.
  await expect(list.getByRole('option', { name: /native/ })).toContainText('addon.node')
  await expect(list.getByRole('option', { name: /loops/ })).toContainText('did not finish loading')
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
})

test('a handler that loops endlessly is named, ended and replaced by its mended version in the same call', async ({
  page,
  folders,
}) => {
  saveHandler(folders, 'loops.ts', handler('async receive() { for (;;); }\n  async emit() { return null }'))
  await chooseSource(page, 'Microphone', /Test tone/)
  await chooseHandler(page, /Bad one/)
  await start(page)
  const log = page.getByRole('log', { name: 'Messages' })
  await expect(page.getByRole('alert', { name: 'Blocked call' })).toContainText('loops.ts:4')
  await expect(log).toContainText('receive() did not give its thread back within 10 s', { timeout: 15_000 })
  await expect(connection(page)).toContainText('live')
  saveHandler(folders, 'loops.ts', mended)
  await expect.poll(() => hertz(page), { timeout: 15_000 }).toBe(600)
  await stop(page)
})

test('a handler that fills the memory is ended before the app is', async ({ bench, page, folders }) => {
  saveHandler(
    folders,
    'fills.ts',
    handler(
      'kept = []\n  async receive() { for (;;) this.kept.push(new Uint8Array(4_000_000).fill(1)) }\n  async emit() { return null }',
    ),
  )
  await chooseSource(page, 'Microphone', /Test tone/)
  await chooseHandler(page, /Bad one/)
  await start(page)
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText(/used more than \d+ MB/)
  expect(bench.isRunning()).toBe(true)
  saveHandler(folders, 'fills.ts', mended)
  await expect.poll(() => hertz(page), { timeout: 15_000 }).toBe(600)
})

test('a user folder that is a file says so', async ({ launch, folders }) => {
  rmSync(folders.handlers, { recursive: true })
  writeFileSync(folders.handlers, 'no folder')
  const { page } = await launch()
  await expect(page.getByText(/is not a folder/).first()).toBeVisible()
})
