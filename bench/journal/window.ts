/** The same session of a million rows in the app's window: searches, scrolling, memory. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { launchBench } from '../../e2e/support/bench-app'
import { monotonicClock } from '../../main/engine/clock'
import { createJournals } from '../../main/engine/journal/journals'
import { journalsDir } from '../../main/engine/journal/session-folder'
import { distributionOf, type Figure, type Measured } from '../figure'
import { numberedRow } from './numbered-rows'

/** Each finds another number of rows than the one before it. */
const queries = [
  'kind:call ms>38',
  'kind:message',
  'kind:rtp lost:true',
  'kind:message foxtrot',
  'kind:console type:error',
  'kind:message dir:out score',
  'n:5000..6000 kind:message',
  'kind:console level',
] as const
const ROUNDS = 4
const SCROLL_MS = 6000
/** Some 7,000 pixels a second: as quick as rows can be followed. */
const PIXELS_A_FRAME = 120
/** A ten-thousandth of all: as somebody drags the scroll bar. */
const JUMP_SHARE = 1e-4
const MOST_MB = 400

const session = {
  ...{ sessionId: 'million', handlerId: 'million.ts', handlerVersion: 1, openedAt: Date.now() },
  client: { door: 'window', webrtcId: 'million', address: null } as const,
}

async function writeSession(userData: string, count: number): Promise<void> {
  const dir = journalsDir(path.join(userData, 'engine'))
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const journals = createJournals({ clock: monotonicClock, dir, onGrew: () => undefined, log })
  const journal = journals.open(session, 0)
  for (let n = 0; n < count; n += 1) journal.append(numberedRow(n))
  journal.close({ at: Date.now(), status: 'closed', reason: null })
  await journals.close()
}

async function choose(page: Page): Promise<number> {
  // The list of handlers and of sessions is there.
  await page.getByText('ready').first().waitFor()
  const chooser = page.getByRole('combobox', { name: 'Session' })
  await chooser.waitFor()
  await chooser.click()
  const began = performance.now()
  await page.getByRole('option').filter({ hasText: 'million' }).click()
  await page.getByRole('log', { name: 'Messages' }).getByRole('listitem').first().waitFor()
  return performance.now() - began
}

/** From a query in its field to the first answer in sight, ms. */
function search(page: Page, text: string): Promise<number> {
  return page.evaluate(async (query) => {
    const field = document.querySelector<HTMLInputElement>('[aria-label="Filter messages"]')
    const count = field?.closest('section')?.querySelector('[aria-live="off"]')
    if (!field || !count) throw new Error('there is no search field')
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    const before = count.textContent
    const began = performance.now()
    write?.call(field, query)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    while (count.textContent === before) {
      if (performance.now() - began > 10_000) throw new Error(`${query} was never answered`)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    return performance.now() - began
  }, text)
}

async function searches(page: Page, rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const query of queries) times.push(await search(page, query))
  return times
}

/** Until all rows were looked at once: the session is read by then. */
async function wholeSearch(page: Page): Promise<number> {
  const began = performance.now()
  await search(page, 'kind:*')
  await page.waitForFunction(() => {
    const field = document.querySelector('[aria-label="Filter messages"]')
    return !field?.closest('section')?.querySelector('[aria-live="off"]')?.textContent?.endsWith('…')
  })
  return performance.now() - began
}

/** Times from frame to frame, ms, while the list moves by so many pixels in each. */
function frames(page: Page, pixels: number): Promise<number[]> {
  return page.evaluate(
    async ({ by, forMs }) => {
      const longList = () =>
        [...document.querySelectorAll('*')].find(
          (one) => one.scrollHeight > 100_000 && /auto|scroll/.test(getComputedStyle(one).overflowY),
        )
      const until = performance.now() + 10_000
      while (!longList() && performance.now() < until)
        await new Promise((resolve) => requestAnimationFrame(resolve))
      const list = longList()
      if (!list) throw new Error('there is no long list')
      const times: number[] = []
      const end = performance.now() + forMs
      list.scrollTop = 0
      for (let last = performance.now(); last < end; ) {
        list.scrollTop = list.scrollTop + by > list.scrollHeight - list.clientHeight ? 0 : list.scrollTop + by
        last = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())))
        times.push(last)
      }
      return times.slice(1).map((time, at) => time - (times[at] ?? time))
    },
    { by: pixels, forMs: SCROLL_MS },
  )
}

async function rendererMb(electron: ElectronApplication): Promise<number> {
  const kb = await electron.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ memory }) => memory.peakWorkingSetSize),
  )
  return Math.max(...kb) / 1024
}

function figure(name: string, unit: Figure['unit'], measured: Measured, more: Partial<Figure> = {}): Figure {
  return { name, unit, measured, baseline: null, target: null, ...more }
}

async function lookAt(electron: ElectronApplication, page: Page, count: number): Promise<Figure[]> {
  const first = await choose(page)
  const cold = distributionOf(await searches(page, 1))
  const whole = await wholeSearch(page)
  const found = distributionOf(await searches(page, ROUNDS))
  await wholeSearch(page)
  const still = distributionOf(await frames(page, 0))
  const scrolled = distributionOf(await frames(page, PIXELS_A_FRAME))
  const jumped = distributionOf(await frames(page, count * 24 * JUMP_SHARE))
  const memory = { mean: await rendererMb(electron), count: 1 }
  // A tenth of a frame more: 55 of 60 a second.
  const smooth = { of: 'p50', above: 'baseline', limit: 1.7 } as const
  return [
    figure('window: first rows of the session in sight', 'ms', { mean: first, count: 1 }),
    figure('window: from a query to its first answer in sight', 'ms', found, {
      target: { of: 'p95', above: 'zero', limit: 100 },
    }),
    figure('window: the same while the session is read for the first time', 'ms', cold),
    figure('window: until it is read', 'ms', { mean: whole, count: 1 }),
    figure('window: frame to frame, scrolling', 'ms', scrolled, { baseline: still, target: smooth }),
    figure('window: frame to frame, dragging the scroll bar', 'ms', jumped, {
      baseline: still,
      target: smooth,
    }),
    figure('window: memory of its process at most, MB', 'n', memory, {
      target: { of: 'mean', above: 'zero', limit: MOST_MB },
    }),
  ]
}

export async function measureWindow(count: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-window-'))
  const [userData, handlers] = [path.join(folder, 'user-data'), path.join(folder, 'handlers')]
  try {
    for (const one of [userData, handlers]) mkdirSync(one)
    await writeSession(userData, count)
    const { electron, page, close } = await launchBench({ userData, handlers, switches: [] })
    try {
      return await lookAt(electron, page, count)
    } finally {
      await close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
