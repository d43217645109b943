import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start, stop } from './support/bench-page'

/** A figure of a line: now, mean or most. */
async function figure(page: Page, graph: string, line: string, column: 1 | 2 | 3): Promise<number> {
  const row = page.getByRole('table', { name: graph }).getByRole('row', { name: new RegExp(line) })
  return Number(
    (
      await row
        .locator('td')
        .nth(column - 1)
        .textContent()
    )?.replaceAll(',', ''),
  )
}

const cellsOf = (page: Page, name: string) =>
  page
    .getByRole('row', { name: new RegExp(`^${name} `) })
    .first()
    .locator('td')

test('the connection of a call is judged, drawn, and told by both of its ends, also after the call', async ({
  page,
}) => {
  await chooseHandler(page, 'Flip')
  await chooseSource(page, 'Microphone', 'Tone')
  await chooseSource(page, 'Camera', 'Test picture')
  await start(page)
  await page.getByRole('tab', { name: 'Stats' }).click()
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(/Good|Poor|Bad/, {
    timeout: 15_000,
  })
  await page.waitForTimeout(4000)

  // Opus for speech at 20 ms, headers included; the picture is moving.
  await expect.poll(() => figure(page, 'Bit rate, kbit/s', 'Sound to the handler', 2)).toBeGreaterThan(20)
  expect(await figure(page, 'Bit rate, kbit/s', 'Sound to the handler', 2)).toBeLessThan(100)
  expect(await figure(page, 'Pictures a second', 'Picture to the handler', 3)).toBeGreaterThan(5)
  expect(await figure(page, 'Pictures a second', 'Decoded by the client', 3)).toBeGreaterThan(5)
  expect(await figure(page, 'Round trip, ms', 'By the client’s checks', 1)).toBeLessThan(1000)
  // Something is drawn.
  const inks = await page
    .getByRole('region', { name: 'Graphs' })
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      )
      return new Set(new Uint32Array(data.buffer)).size
    })
  expect(inks).toBeGreaterThan(10)

  await page.getByRole('radio', { name: 'Both ends' }).click()
  const packets = cellsOf(page, 'packetsSent → packetsReceived')
  await expect(packets.nth(0)).toHaveText(/^\d/)
  const [sent = 0, received = 0] = (await packets.allTextContents()).map((text) =>
    Number(text.replaceAll(',', '').replace('−', '-')),
  )
  expect(sent).toBeGreaterThan(150)
  // Both are asked within a second or two of each other.
  expect(Math.abs(sent - received)).toBeLessThan(200)

  await stop(page)
  await page.getByRole('radio', { name: 'Graphs' }).click()
  await expect(page.getByRole('radio', { name: 'All' })).toHaveAttribute('aria-checked', 'true')
  await expect.poll(() => figure(page, 'Bit rate, kbit/s', 'Sound to the client', 2)).toBeGreaterThan(20)
})
