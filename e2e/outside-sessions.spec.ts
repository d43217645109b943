import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { joinOverHttp } from './support/outside-client'

test.use({
  handlerFiles: {
    'parrot.ts': `import { AsyncQueue, AsyncStreamHandler, type AudioFrame, waitForItem } from 'soundcheck'
export const stream = { title: 'Parrot', concurrencyLimit: 3, timeLimit: 600 }
export default class Parrot extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  async receive(frame: AudioFrame) { await this.heard.put(frame) }
  async emit() { return await waitForItem(this.heard) }
  async onMessage(message: unknown) { await this.sendMessage(JSON.stringify({ type: 'heard', message })) }
}
`,
  },
})

/** Starts the server at a free port, and gives its address. */
async function startServer(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Server off' }).click()
  const dialog = page.getByRole('dialog', { name: 'Server' })
  await dialog.getByRole('textbox', { name: 'Port' }).fill('0')
  await dialog.getByRole('button', { name: 'Start server' }).click()
  const address = dialog.getByRole('region', { name: 'Addresses' }).getByRole('listitem').first()
  await expect(address).toContainText('http://127.0.0.1:')
  const url = (await address.textContent()) ?? ''
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Server on' })).toBeVisible()
  return url.trim()
}

const sessions = (page: Page) => page.getByRole('listbox', { name: 'Sessions' })

async function levelOf(page: Page, name: string): Promise<number> {
  return Number(await page.getByRole('meter', { name }).getAttribute('aria-valuenow'))
}

test('a client that joins over HTTP is seen, heard and read in the window, and ended from it', async ({
  page,
}) => {
  const url = await startServer(page)
  await expect(page.getByText('Nobody from outside is connected.')).toBeVisible()
  const client = await joinOverHttp(url, 'visitor-7')
  try {
    client.sing(440, 0.3)
    client.say({ type: 'greeting', text: 'hello from outside' })
    const row = sessions(page).getByRole('option', { name: /WebRTC/ })
    await expect(row).toContainText('Parrot · this computer')
    await row.click()

    await expect(page.getByRole('heading', { name: 'WebRTC from this computer' })).toBeVisible()
    await expect(page.getByText(/1 of 3 places taken/)).toContainText('id visitor-7')
    await expect.poll(() => levelOf(page, 'Client audio level')).toBeGreaterThan(-20)
    await expect.poll(() => levelOf(page, 'Handler audio level')).toBeGreaterThan(-20)
    const log = page.getByRole('log', { name: 'Messages' })
    await expect(log).toContainText('hello from outside')
    await expect(page.getByRole('combobox', { name: 'Session' })).toContainText('Parrot · WebRTC')
    await expect(page.getByRole('button', { name: 'Queues' })).toBeVisible()

    await page.getByRole('button', { name: 'End session' }).click()
    const over = 'Session over: WebRTC from this computer, ended in the window.'
    await expect(page.getByText(over)).toBeVisible()
    await expect(row).toHaveCount(0)
    await expect(log).toContainText('hello from outside')
    await expect(page.getByRole('region', { name: 'You send' })).toBeVisible()
  } finally {
    await client.leave()
  }
})

test('the server and the sessions of others live and end together', async ({ page }) => {
  const url = await startServer(page)
  const client = await joinOverHttp(url, 'visitor-8')
  try {
    await expect(sessions(page).getByRole('option', { name: /WebRTC/ })).toBeVisible()
    await page.getByRole('button', { name: 'Server on' }).click()
    await page.getByRole('button', { name: 'Stop server' }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Server off' })).toBeVisible()
    await expect(sessions(page)).toHaveCount(0)
    await expect(fetch(`${url}/health`)).rejects.toThrow()
  } finally {
    await client.leave()
  }
})
