// What a person would do in the window to bring it where a picture is taken.
/** @typedef {import('@playwright/test').Page} Page */

const SETTLE_LIMIT = 15_000

/** @param {Page} page @param {string} state */
async function connectionIs(page, state) {
  const pill = page.getByRole('status', { name: 'Connection' }).filter({ hasText: state })
  await pill.waitFor({ timeout: SETTLE_LIMIT })
}

/** @param {Page} page @param {'Microphone' | 'Camera'} box @param {string} option */
async function chooseSource(page, box, option) {
  await page.getByRole('combobox', { name: box }).click()
  await page.getByRole('option', { name: option }).click()
}

/** @param {Page} page @param {string | RegExp} name */
export function handlerOption(page, name) {
  return page.getByRole('listbox', { name: 'Handlers' }).getByRole('option', { name }).first()
}

/** @param {Page} page @param {string} text */
export async function send(page, text) {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** @param {Page} page @param {string} text a row of the log with it */
export async function rowIsThere(page, text) {
  const log = page.getByRole('log', { name: 'Messages' })
  await log.getByText(text).last().waitFor({ timeout: SETTLE_LIMIT })
}

/** A call with built-in sources: a few messages both ways, console lines, one row unfolded. @param {Page} page */
export async function startTellingCall(page) {
  await handlerOption(page, 'Mirror').click({ timeout: SETTLE_LIMIT })
  await chooseSource(page, 'Microphone', 'Speech clip')
  await chooseSource(page, 'Camera', 'Test picture')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await connectionIs(page, 'live')
  await send(page, '{"type":"ping","id":1}')
  await rowIsThere(page, 'no answer to')
  await send(page, 'hello')
  await rowIsThere(page, 'good to see you')
  await page.getByText('good to see you').last().click()
}

/** A call with an example that is interrupted by the speech clip. @param {Page} page */
export async function startConversation(page) {
  await handlerOption(page, 'Storyteller').click({ timeout: SETTLE_LIMIT })
  await chooseSource(page, 'Microphone', 'Speech clip')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await connectionIs(page, 'live')
}

/** Folds the row that {@link startTellingCall} unfolded. @param {Page} page */
export async function foldRows(page) {
  await page.getByRole('button', { name: 'Fold row', exact: true }).click()
}

/** Waits until both pictures run and the waveforms have filled. @param {Page} page */
export async function waitForSound(page) {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video')].every((video) => video.videoWidth > 0),
  )
  await page.waitForTimeout(8000)
}

/** @param {Page} page */
export async function stopCall(page) {
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await connectionIs(page, 'closed')
}

/** @param {Page} page @param {RegExp} name */
export function sessionOption(page, name) {
  return page.getByRole('listbox', { name: 'Sessions' }).getByRole('option', { name })
}

/** Starts the server in its dialog, which stays open. @param {Page} page @returns {Promise<string>} where it listens */
export async function startServer(page) {
  await page.getByRole('button', { name: 'Server off' }).click({ timeout: SETTLE_LIMIT })
  const dialog = page.getByRole('dialog', { name: 'Server' })
  await dialog.getByRole('button', { name: 'Start server' }).click()
  const address = dialog.getByText(/^https?:\/\/\S+$/).first()
  await address.waitFor({ timeout: SETTLE_LIMIT })
  return (await address.innerText()).trim()
}
