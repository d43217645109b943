import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type BenchFolders, expect, test } from './fixtures'
import { chooseHandler, chooseSource, connection, start } from './support/bench-page'
import { endEngine } from './support/end-engine'

const secret = 'swordfish'

function filesOf(folder: string, end: RegExp): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => end.test(name))
  return names.map((name) => readFileSync(join(folder, name), 'utf8'))
}

const journalsOf = ({ userData }: BenchFolders) =>
  filesOf(join(userData, 'engine', 'journals'), /\.jsonl$/).join('')

const markersOf = ({ userData }: BenchFolders) =>
  filesOf(join(userData, 'engine'), /^running-\d+\.json$/).map((text) => JSON.parse(text))

const reportsOf = ({ userData }: BenchFolders, what: 'engine' | 'app') =>
  filesOf(join(userData, 'crash-reports'), new RegExp(`-${what}\\.json$`))

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })

/** The chat handler answers a word with its letters in reverse order. */
async function say(page: Page, word: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(word)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(log(page)).toContainText([...word].reverse().join(''))
}

/** A call in which something was said that is on the disk, and noted as running. */
async function callAndSay(page: Page, folders: BenchFolders): Promise<void> {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /^chat/i)
  await start(page)
  await say(page, secret)
  await expect.poll(() => journalsOf(folders)).toContain(secret)
  await expect.poll(() => markersOf(folders).map((marker) => marker.sessions.length)).toEqual([1])
}

test('an engine that dies in a call says so, leaves a report without what was said, and answers the next call', async ({
  bench,
  page,
  folders,
}) => {
  await callAndSay(page, folders)
  const told = page.getByRole('alert', { name: 'Engine' }).waitFor()
  await endEngine(bench.electron)
  await told
  await expect(page.getByRole('status', { name: 'Engine' })).toContainText('runs again')
  await expect(log(page)).toContainText(secret)

  const [report = '', ...more] = reportsOf(folders, 'engine')
  expect(more).toEqual([])
  expect(report).not.toContain(secret)
  const { error, sessions } = JSON.parse(report)
  expect(error.exitCode).toBe(9)
  expect(sessions).toHaveLength(1)
  expect(sessions[0].handler).toMatch(/^chat/)
  expect(sessions[0].rows.some((row: { type: string }) => row.type === 'reply')).toBe(true)

  const list = page.getByRole('listbox', { name: 'Handlers' })
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await expect(connection(page)).toContainText('live', { timeout: 15_000 })
  await say(page, 'again')
})

test('an engine that dies again and again is left alone until the person starts it', async ({
  bench,
  page,
}) => {
  const list = page.getByRole('listbox', { name: 'Handlers' })
  const banner = page.getByRole('alert', { name: 'Engine' })
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
  for (let n = 0; n < 2; n += 1) {
    await endEngine(bench.electron)
    await expect(page.getByRole('status', { name: 'Engine' })).toContainText('runs again')
    await page.getByRole('status', { name: 'Engine' }).getByRole('button', { name: 'Dismiss' }).click()
  }
  await endEngine(bench.electron)
  await banner.getByRole('button', { name: 'Start again' }).click()
  await expect(page.getByRole('status', { name: 'Engine' })).toContainText('runs again')
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
  await bench.close()
})

test('an app that was killed in a call tells so the next time, shows its rows, and trusts its handler no more', async ({
  launch,
  folders,
}) => {
  const first = await launch()
  await callAndSay(first.page, folders)
  const child = first.electron.process()
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exited

  const { page } = await launch()
  const notice = page.getByRole('alert', { name: 'Last time' })
  await expect(notice).toContainText('Soundcheck ended unexpectedly')
  await expect(notice).toContainText('chat.ts')
  await notice.getByRole('button', { name: 'Show the last session' }).click()
  await expect(log(page)).toContainText(secret)
  const [report = ''] = reportsOf(folders, 'app')
  expect(JSON.parse(report).sessions).toHaveLength(1)
  expect(report).not.toContain(secret)

  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toHaveCount(0)
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /^chat/i)
  await start(page)
  await say(page, 'again')
  await expect
    .poll(() =>
      markersOf(folders).map((marker) => marker.sessions.map((one: { isolation: string }) => one.isolation)),
    )
    .toEqual([['process']])
})

test('an app that was closed has nothing to tell the next time', async ({ launch, folders }) => {
  const first = await launch()
  await callAndSay(first.page, folders)
  await first.close()
  expect(markersOf(folders)).toEqual([])
  const { page } = await launch()
  await expect(
    page.getByRole('listbox', { name: 'Handlers' }).getByRole('option', { name: /^echo/i }),
  ).toContainText('ready')
  await expect(page.getByRole('alert', { name: 'Last time' })).toHaveCount(0)
})
