import type { Page } from '@playwright/test'
import { expect, saveHandler, test } from './fixtures'
import type { BenchApp } from './support/bench-app'
import { chooseHandler, chooseSource, connection, pixelsOf, start, stop } from './support/bench-page'

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const message = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function resize({ electron, page }: BenchApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
    [width, height] as const,
  )
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height])
}

const clipboard = ({ electron }: BenchApp) => electron.evaluate(({ clipboard }) => clipboard.readText())

/** Controls without a name, and such as cannot be hit because they are outside of the window or below something. */
function badControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const selector = 'button, input, textarea, [role=combobox], [role=slider], [role=switch], [role=listbox]'
    const scrolled = (element: Element) => element.closest('[role=log], [role=listbox], [aria-label=Inputs]')
    const controls = [...document.querySelectorAll<HTMLElement>(selector)]
    return controls.flatMap((element) => {
      if (!element.checkVisibility()) return []
      const { left, top, width, height } = element.getBoundingClientRect()
      const label = document.querySelector(`label[for="${CSS.escape(element.id)}"]`)?.textContent
      const name = element.getAttribute('aria-label') ?? label ?? element.textContent
      const what = `${element.tagName} ${name} at ${Math.round(left)},${Math.round(top)}`
      if (!name?.trim()) return [`${what} has no name`]
      if (scrolled(element) !== null && scrolled(element) !== element) return []
      const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12))
      return hit && (element.contains(hit) || hit.contains(element)) ? [] : [`${what} cannot be hit`]
    })
  })
}

/** Tab until `name` has the focus, which must be visible. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement)) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
      return { name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '', isSeen }
    })
    if (focused?.name !== name) continue
    expect(focused.isSeen, `the focus on ${name} is visible`).toBe(true)
    return
  }
  throw new Error(`${name} cannot be reached with Tab`)
}

test('the keyboard alone chooses a handler, starts it, sends a message and stops it', async ({ page }) => {
  await expect(page.getByRole('option', { name: /^echo/i })).toContainText('ready')
  await tabTo(page, 'Handlers')
  await page.keyboard.press('Home')
  await expect(page.getByRole('option', { selected: true })).toContainText('Chat')
  await tabTo(page, 'Start')
  await page.keyboard.press('Enter')
  await expect(connection(page)).toContainText('live', { timeout: 15_000 })
  await tabTo(page, 'Message')
  await page.keyboard.type('stressed')
  await page.keyboard.press('Enter')
  await expect(log(page)).toContainText('desserts')
  await page.keyboard.press('ArrowUp')
  await expect(message(page)).toHaveValue('stressed')
  await tabTo(page, 'Stop')
  await page.keyboard.press('Enter')
  await expect(connection(page)).toContainText('closed')
})

test('every control has a name and can be reached in small windows too', async ({ bench, page, folders }) => {
  // Not before the examples are there: they go only into an empty folder.
  await chooseHandler(page, /gain/i)
  saveHandler(
    folders,
    'broken.ts',
    "import { AsyncStreamHandler } from 'soundcheck'\nexport default class Broken extends",
  )
  await chooseHandler(page, /gain/i)
  await start(page)
  for (const [width, height] of [
    [1280, 800],
    [960, 600],
    [820, 520],
  ] as const) {
    await resize(bench, width, height)
    await expect.poll(() => badControls(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  }
  await chooseHandler(page, /broken/i)
  await expect(page.getByRole('alert').filter({ hasText: 'broken.ts:2' })).toBeHidden()
  await stop(page)
  await expect(page.getByRole('alert').filter({ hasText: 'broken.ts:2' })).toBeVisible()
  await expect.poll(() => badControls(page)).toEqual([])
})

test('the log pauses, unfolds, copies, filters by direction and is cleared', async ({ bench, page }) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /^chat/i)
  await start(page)
  await message(page).fill('{"type":"ping","deep":{"n":7}}')
  await button(page, 'Send').click()
  await expect(log(page)).toContainText('"pong"')

  await page.getByRole('combobox', { name: 'Direction' }).click()
  await page.getByRole('option', { name: 'Sent', exact: true }).click()
  await expect(log(page)).not.toContainText('"pong"')
  await log(page).getByText('"ping"').click()
  await expect(log(page).getByRole('tree')).toContainText('deep')
  await button(page, 'Copy row').click()
  await expect.poll(async () => await clipboard(bench)).toContain('"direction":"in","type":"ping"')
  await page.getByRole('combobox', { name: 'Direction' }).click()
  await page.getByRole('option', { name: 'Both ways' }).click()

  await button(page, 'Pause').click()
  await message(page).fill('meanwhile')
  await button(page, 'Send').click()
  await expect(page.getByText(/\d+ new while paused/)).toBeVisible()
  await expect(log(page)).not.toContainText('meanwhile')
  await button(page, 'Resume').click()
  await expect(log(page)).toContainText('meanwhile')

  await button(page, 'Copy all as JSON lines').click()
  await expect(page.getByRole('alert').filter({ hasText: 'copied as JSON lines' })).toBeVisible()
  const lines = (await clipboard(bench)).split('\n').map((line) => JSON.parse(line) as { text: string })
  expect(lines.some(({ text }) => text === 'meanwhile')).toBe(true)

  await message(page).fill('{"type": ')
  await expect(page.getByText(/Not valid JSON, would be sent as text/)).toBeVisible()
  await button(page, 'Clear journal').click()
  await button(page, 'Clear it').click()
  await expect(page.getByText('Nothing was said yet')).toBeVisible()
  await expect(page.getByText(/no longer kept/)).toBeHidden()
})

test.describe('with a handler that has inputs of every kind', () => {
  test.use({
    handlerFiles: {
      'all.ts': `import { AsyncStreamHandler, type AudioFrame, z } from 'soundcheck'
export const stream = {
  concurrencyLimit: 2,
  timeLimit: 120,
  inputs: z.object({
    level: z.number().min(0).max(10).default(3).describe('From nothing to all'),
    count: z.number().default(1),
    name: z.string().default('Ada'),
    voice: z.enum(['ash', 'coral']).default('ash'),
    loud: z.boolean().default(false),
    bands: z.array(z.number()).default([1]),
  }),
}
export default class All extends AsyncStreamHandler {
  async receive(_frame: AudioFrame) {}
  async emit() { return null }
  async onMessage() { await this.sendMessage(JSON.stringify(this.latestArgs.slice(1))) }
}
`,
    },
  })

  test('each reaches the handler, is checked, and goes back to its default', async ({ page }) => {
    await chooseSource(page, 'Microphone', 'Silence')
    await chooseHandler(page, /all/i)
    await expect(page.getByText('at most 2 sessions at once · ends after 2')).toBeVisible()
    await start(page)
    await page.getByRole('slider', { name: 'Level' }).press('End')
    await page.getByLabel('Count').fill('x')
    await expect(page.getByText('Enter a number.')).toBeVisible()
    await page.getByLabel('Count').fill('42')
    await page.getByLabel('Name').fill('Grace')
    await page.getByRole('combobox', { name: 'Voice' }).click()
    await page.getByRole('option', { name: 'coral' }).click()
    await page.getByRole('switch', { name: 'Loud' }).click()
    await page.getByLabel('Bands').fill('[5, 6]')
    const answer = async () => {
      await message(page).fill('?')
      await button(page, 'Send').click()
      return await log(page).innerText()
    }
    await expect.poll(answer).toContain('[10,42,"Grace","coral",true,[5,6]]')
    await button(page, 'Reset to defaults').click()
    await expect.poll(answer).toContain('[3,1,"Ada","ash",false,[1]]')
  })
})

test('sources change in a call without a new connection', async ({ page }) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /flip/i)
  await chooseSource(page, 'Camera', 'No camera')
  await start(page)
  await expect(page.getByLabel('You send', { exact: true })).toContainText('No camera')
  await chooseSource(page, 'Camera', 'Test picture')
  const brightness = async () => {
    const pixels = await pixelsOf(page, 'Received video')
    return pixels ? Math.max(...Array.from(pixels.data).filter((_, at) => at % 4 !== 3)) : -1
  }
  await expect.poll(brightness, { timeout: 15_000 }).toBeGreaterThan(150)
  await button(page, 'Turn camera off').click()
  await expect.poll(brightness).toBeLessThan(40)
  await expect(page.getByText('camera off')).toBeVisible()
  await expect(connection(page)).toContainText('live')
  await page.getByRole('searchbox', { name: 'Filter messages' }).fill('kind:signal type:session connecting')
  await expect(log(page).getByRole('listitem')).toHaveCount(1)
})

test.describe('with a microphone that gives nothing', () => {
  test.use({ microphone: { tones: [{ silence: 2000 }] } })

  test('that is pointed out with what to do, and a stopped engine too', async ({ bench, page }) => {
    await chooseHandler(page, /^echo/i)
    await start(page)
    const silent = page.getByRole('alert').filter({ hasText: 'gives no sound at all' })
    await expect(silent).toContainText('choose another microphone', { timeout: 15_000 })
    await chooseSource(page, 'Microphone', 'Speech clip')
    await expect(silent).toBeHidden()
    await bench.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('soundcheck:event', 'shell.engineFailed', {
        message: 'out of memory',
      }),
    )
    await expect(page.getByRole('alert').filter({ hasText: 'out of memory' })).toContainText(
      /start Soundcheck again/i,
    )
    await expect(connection(page)).toContainText('failed')
  })
})

test.describe('without a camera, in a folder without handlers', () => {
  test.use({
    switches: ['--use-fake-device-for-media-stream=device-count=0'],
    handlerFiles: { 'notes.txt': 'nothing here' },
  })

  test('the first handler can be copied, saved and heard with built-in sources', async ({
    bench,
    page,
    folders,
  }) => {
    await expect(page.getByText('No handlers here yet')).toBeVisible()
    await button(page, 'Copy this file').click()
    await expect.poll(async () => await clipboard(bench)).toContain('class Echo')
    saveHandler(folders, 'echo.ts', await clipboard(bench))
    await chooseHandler(page, /^echo/i)
    await expect(page.getByRole('combobox', { name: 'Camera' })).toHaveText('Test picture')
    await chooseSource(page, 'Microphone', /Test tone/)
    await start(page)
    const received = page.getByRole('meter', { name: 'Received audio level' })
    await expect.poll(async () => Number(await received.getAttribute('aria-valuenow'))).toBeGreaterThan(-40)
  })
})

/** Puts `count` rows into the journal of the running session: each change of an input is one. */
async function fillJournal(page: Page, count: number): Promise<void> {
  await page.evaluate(async (rows) => {
    type Bridge = {
      request(name: string, params: unknown): Promise<{ value: { state: { sessions: object } } }>
    }
    const { soundcheck } = window as unknown as { soundcheck: Bridge }
    const { state } = (await soundcheck.request('state.get', {})).value
    const [sessionId] = Object.keys(state.sessions)
    const change = (n: number) =>
      soundcheck.request('session.setInputs', { sessionId, values: { gain: (n % 400) / 100 } })
    for (let n = 0; n < rows; n += 500)
      await Promise.all(Array.from({ length: 500 }, (_, at) => change(n + at)))
  }, count)
}

/** Scrolls the log a screenful with each frame for `duration` ms, up and down again. */
function scrollLog(page: Page, duration: number) {
  return page.evaluate(async (limit) => {
    const list = document.querySelector('[role=log]')
    if (!list) throw new Error('there is no log')
    const longTasks: number[] = []
    const observer = new PerformanceObserver((entries) => {
      for (const { duration } of entries.getEntries()) longTasks.push(duration)
    })
    observer.observe({ entryTypes: ['longtask'] })
    let [mostRows, direction] = [0, -1]
    for (const end = performance.now() + limit; performance.now() < end; ) {
      list.scrollTop += direction * list.clientHeight
      if (list.scrollTop <= 0) direction = 1
      await new Promise((resolve) => requestAnimationFrame(resolve))
      mostRows = Math.max(mostRows, list.querySelectorAll('li').length)
    }
    observer.disconnect()
    return { mostRows, longest: Math.max(0, ...longTasks), scrollHeight: list.scrollHeight }
  }, duration)
}

test('ten thousand rows are scrolled in a call with few elements and no long task', async ({ page }) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /gain/i)
  await start(page)
  await fillJournal(page, 10_000)
  await expect(page.getByText(/^10,0\d\d$/)).toBeVisible()
  const scrolled = await scrollLog(page, 2000)
  expect(scrolled.scrollHeight).toBeGreaterThan(10_000 * 20)
  expect(scrolled.mostRows).toBeLessThan(100)
  expect(scrolled.longest).toBeLessThan(200)
  await fillJournal(page, 500)
  await page.getByRole('button', { name: / new$/ }).click()
  await expect(log(page).getByRole('listitem').last()).toBeInViewport()
})
