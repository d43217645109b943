import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start, stop } from './support/bench-page'

const answers = `import { createMessage, pushToTalk, ReplyOnPause, type WebRTCData, z } from 'soundcheck'

export const stream = { title: 'Answers', inputs: z.object({ talk: pushToTalk() }) }

async function* reply(this: ReplyOnPause, { textbox }: WebRTCData) {
  await this.sendMessage(createMessage('log', textbox || 'spoken'))
  yield [24_000, new Int16Array(24_000).fill(2000)] as const
}

export default new ReplyOnPause(reply, { variant: 'textbox' })
`

const listens = `import { type AudioFrame, ReplyOnPause } from 'soundcheck'

export const stream = { title: 'Listens' }

export default new ReplyOnPause(async function* (_said: AudioFrame) {
  yield [24_000, new Int16Array(12_000).fill(2000)] as const
})
`

const turns = (page: Page) => page.getByRole('region', { name: 'Turns' })
const log = (page: Page) => page.getByRole('log', { name: 'Messages' })

/** How much of the lane is drawn in a colour of the theme, pixels. */
async function drawnIn(page: Page, color: string): Promise<number> {
  return await turns(page)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement, name) => {
      const context = canvas.getContext('2d')
      const probe = new OffscreenCanvas(1, 1).getContext('2d')
      if (!context || !probe) throw new Error('nothing can be drawn')
      probe.fillStyle = getComputedStyle(canvas).getPropertyValue(name)
      probe.fillRect(0, 0, 1, 1)
      const wanted = probe.getImageData(0, 0, 1, 1).data
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      let count = 0
      for (let at = 0; at < data.length; at += 4)
        if (wanted.every((value, channel) => data[at + channel] === value)) count += 1
      return count
    }, color)
}

test.use({ handlerFiles: { 'answers.ts': answers, 'listens.ts': listens } })

test('a spoken turn is drawn, measured and noted, and the reply after it', async ({ page }) => {
  await chooseHandler(page, 'Listens')
  await chooseSource(page, 'Microphone', 'Speech clip')
  await start(page)
  await expect(turns(page).getByText('You are speaking').first()).toBeVisible({ timeout: 15_000 })
  await expect(turns(page).getByText('Reply playing').first()).toBeVisible({ timeout: 15_000 })
  await expect(turns(page).locator('dl')).toHaveText(/End of turn\d[\d,]*\sms.*First sound\d[\d,]*\sms/)
  await expect.poll(() => drawnIn(page, '--wave-sent')).toBeGreaterThan(50)
  await expect.poll(() => drawnIn(page, '--wave-received')).toBeGreaterThan(50)
  await expect(log(page)).toContainText('pause_detected')
  await stop(page)
  expect(await drawnIn(page, '--wave-sent')).toBe(0)
})

test('a turn is typed, or spoken while a button is held', async ({ page }) => {
  await chooseHandler(page, 'Answers')
  await chooseSource(page, 'Microphone', 'Speech clip')
  await expect(page.getByRole('region', { name: 'Inputs' })).toHaveCount(0)
  await start(page)
  await page.getByRole('textbox', { name: 'Type instead of talking' }).fill('what time is it?')
  await page.keyboard.press('Enter')
  await expect(log(page)).toContainText('{"type":"log","data":"what time is it?"}')

  const held = page.getByRole('button', { name: /Space/ })
  await page.getByRole('button', { name: 'Stop', exact: true }).focus()
  await page.keyboard.down('Space')
  await expect(held).toHaveAttribute('aria-pressed', 'true')
  await expect(log(page)).toContainText('{"talk":true}')
  await page.keyboard.up('Space')
  await expect(held).toHaveAttribute('aria-pressed', 'false')
  await expect(log(page)).toContainText('{"talk":false}')
  await expect(log(page)).toContainText('{"type":"log","data":"spoken"}')
  await stop(page)
})

test('a new handler begins as a copy of an example and is selected when it is there', async ({
  page,
  folders,
}) => {
  await page.getByRole('button', { name: 'New handler' }).click()
  const dialog = page.getByRole('dialog', { name: 'New handler' })
  await dialog.getByRole('combobox', { name: 'Find an example' }).fill('tone')
  const name = dialog.getByRole('textbox', { name: 'File name' })
  await expect(name).toHaveValue('tone')
  await name.fill('My Tone')
  await expect(dialog.getByText('Use small letters only.')).toBeVisible()
  await name.fill('my-tone')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('option', { name: /Tone/, selected: true })).toContainText('ready')
  expect(existsSync(join(folders.handlers, 'my-tone.ts'))).toBe(true)
})
