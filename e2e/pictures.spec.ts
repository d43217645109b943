import { expect, test } from './fixtures'
import { chooseHandler, chooseSource, start } from './support/bench-page'

test('what was sent and what came back are compared, picture by picture and pixel by pixel', async ({
  page,
}) => {
  await chooseHandler(page, 'Flip')
  await chooseSource(page, 'Camera', 'Test picture')
  await start(page)
  await page.getByRole('button', { name: 'Compare pictures' }).click({ timeout: 20_000 })
  const dialog = page.getByRole('dialog', { name: 'Compare pictures' })
  const figures = dialog.getByRole('status')
  // Mirrored it is not what was sent.
  await expect(figures).toContainText(/\d+ × \d+; \d+\.\d of 255 apart on average, PSNR \d+\.\d dB/, {
    timeout: 15_000,
  })

  await dialog.getByRole('region', { name: 'Pictures' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(figures).toContainText(
    /\d+, \d+: sent \d+ \d+ \d+ \(#[0-9a-f]{6}\), luma \d+; received \d+ \d+ \d+/,
  )

  await page.keyboard.press(' ')
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeVisible()
  const canvas = dialog.locator('canvas')
  const shot = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL())
  await page.waitForTimeout(300)
  const frozen = await shot()
  await page.waitForTimeout(500)
  expect(await shot()).toBe(frozen)
  await dialog.getByRole('button', { name: 'Next picture' }).click()
  await expect.poll(shot).not.toBe(frozen)
  await dialog.getByRole('radio', { name: /Difference/ }).click()
  const stepped = await shot()
  expect(stepped).not.toBe(frozen)
})
