import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start } from './support/bench-page'

const parrot = `import { ReplyOnPause } from 'soundcheck'

export const stream = { title: 'Quick parrot' }

export default new ReplyOnPause(function* (audio) {
  yield audio
})
`

test.use({ handlerFiles: { 'parrot.ts': parrot } })

const numberIn = (text: string, name: string): number =>
  Number(
    new RegExp(`${name} (−?[\\d,]+) ms`).exec(text)?.[1]?.replace('−', '-').replaceAll(',', '') ?? Number.NaN,
  )

test('how long an answer took is told as it is heard, from the person’s last sound to the loudspeaker, in parts that add up', async ({
  page,
}) => {
  test.setTimeout(90_000)
  await chooseHandler(page, 'Quick parrot')
  await chooseSource(page, 'Microphone', 'Speech')
  await start(page)
  await page.getByRole('tab', { name: 'Timing' }).click()
  await page.getByRole('radio', { name: 'Turns' }).click()
  await expect(page.getByRole('radio', { name: 'As you hear it' })).toBeVisible({ timeout: 60_000 })

  const turns = page.getByRole('list', { name: 'Turns' }).getByRole('button')
  const heard = (await turns.last().getAttribute('aria-label')) ?? ''
  const total = Number(/, ([\d,]+) ms:/.exec(heard)?.[1]?.replaceAll(',', ''))
  const parts = [
    'Capture',
    'Uplink',
    'End of turn',
    'Handler',
    'Output',
    'Downlink',
    'Jitter buffer',
    'Playout',
    'Unexplained',
  ]
  const sum = parts.map((name) => numberIn(heard, name)).reduce((all, one) => all + one, 0)
  // Each is rounded.
  expect(Math.abs(total - sum)).toBeLessThan(parts.length)
  // A browser never plays without any buffer.
  expect(numberIn(heard, 'Jitter buffer')).toBeGreaterThan(5)

  await page.getByRole('radio', { name: 'At the handler’s end' }).click()
  const atEngine = (await turns.last().getAttribute('aria-label')) ?? ''
  const engine = Number(/, ([\d,]+) ms:/.exec(atEngine)?.[1]?.replaceAll(',', ''))
  expect(total).toBeGreaterThan(engine)
  // Both ways on this machine, and the buffers of a browser.
  expect(total - engine).toBeLessThan(1000)
})
