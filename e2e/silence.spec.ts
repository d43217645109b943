import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { chooseHandler, start, turnEchoCancellationOff } from './support/bench-page'

/** A handler that keeps what it takes, and emits what `answer` makes of it. */
const handler = (title: string, answer: string): string => `import { AsyncStreamHandler } from 'soundcheck'
export const stream = { title: '${title}' }
export default class Mine extends AsyncStreamHandler {
  waiting: any[] = []
  count = 0
  async receive(frame: any) { this.waiting.push(frame) }
  async emit(): Promise<any> {
    const frame = this.waiting.shift()
    if (!frame) return null
    this.count += 1
    return ${answer}
  }
}
`
/** Long enough for the watch to know an echo, blocks of 20 ms. */
const ECHO_BLOCKS = 1000

test.use({
  microphone: { tones: [{ hz: 440, levelDb: -20, duration: 4000 }] },
  handlerFiles: {
    'plain.ts': handler('Plain', 'frame'),
    'zeros.ts': handler('Zeros', '[frame[0], new Int16Array(frame[1].length)]'),
    'mute.ts': handler('Mute', 'null'),
    'tired.ts': handler('Tired', `this.count < ${ECHO_BLOCKS} ? frame : null`),
  },
})

/** Asks for the dead link; resolves to what came of it. */
async function ask(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Why is it silent?' }).click()
  const outcome = page.getByRole('status', { name: 'Outcome' })
  await expect(outcome).toContainText('Sound')
  return outcome.innerText()
}

const verdicts = (page: Page) =>
  page
    .getByRole('region', { name: 'Sound' })
    .getByRole('listitem')
    .evaluateAll((lines) => lines.map((line) => line.textContent ?? ''))

test('a call in which all is well has no dead link and raises no alarm', async ({ page }) => {
  await turnEchoCancellationOff(page)
  await chooseHandler(page, 'Plain')
  await start(page)
  // Longer than the watch needs to rely on each link, and to find one dead.
  await page.waitForTimeout(12_000)
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(await ask(page)).toMatch(/no dead link, 13 of 13 alive/)
})

test('a microphone that the person muted is said to be meant, and is unmuted there', async ({ page }) => {
  await chooseHandler(page, 'Plain')
  await start(page)
  await page.getByRole('button', { name: 'Mute microphone' }).click()
  expect(await ask(page)).toContain('ends, as meant, at "Level": You muted the microphone')
  await page.getByRole('button', { name: 'Unmute the microphone' }).click()
  await expect(page.getByRole('status', { name: 'Outcome' })).toContainText('no dead link')
})

test('a handler that answers with silence is told from one that never answers', async ({ page }) => {
  await turnEchoCancellationOff(page)
  await chooseHandler(page, 'Zeros')
  await start(page)
  expect(await ask(page)).toMatch(
    /ends at "Handler answered": The handler answers, but with silence: .*-100 dBFS/,
  )
  const lines = await verdicts(page)
  expect(lines.slice(0, 8).every((line) => line.includes('alive'))).toBe(true)
  expect(lines.slice(9).every((line) => line.includes('not looked at'))).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await chooseHandler(page, 'Mute')
  await start(page)
  expect(await ask(page)).toMatch(/ends at "Handler answered": The handler never answers/)
})

test('an echo that stops answering raises one alarm, which leads to the dead link', async ({ page }) => {
  test.setTimeout(90_000)
  await turnEchoCancellationOff(page)
  await chooseHandler(page, 'Tired')
  await start(page)
  const alarm = page.getByRole('alert').filter({ hasText: 'Sound has stopped at "Handler answered"' })
  await expect(alarm).toHaveCount(1, { timeout: 40_000 })
  await alarm.getByRole('button', { name: 'Look for it' }).click()
  const outcome = page.getByRole('status', { name: 'Outcome' })
  await expect(outcome).toContainText('The handler has answered 999 times, but not for')
})
