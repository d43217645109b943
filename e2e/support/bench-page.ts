import { expect, type Page } from '@playwright/test'
import type { RgbaPixels } from './test-picture'

/** What a person does in the bench window, and what their ears and eyes would tell. */

export async function chooseHandler(page: Page, name: RegExp | string): Promise<void> {
  await page.getByRole('listbox', { name: 'Handlers' }).getByRole('option', { name }).first().click()
}

export async function chooseSource(
  page: Page,
  box: 'Microphone' | 'Camera',
  option: RegExp | string,
): Promise<void> {
  await page.getByRole('combobox', { name: box }).click()
  await page.getByRole('option', { name: option }).click()
}

export const connection = (page: Page) => page.getByRole('status', { name: 'Connection' })

/** Presses Start and waits until the connection says live. */
export async function start(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(connection(page)).toContainText('live', { timeout: 15_000 })
}

export async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(connection(page)).toContainText('closed')
}

/** Takes the microphone as it is: what the person hears is not to be taken out of what they send. */
export async function turnEchoCancellationOff(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Audio options' }).click()
  const choice = page.getByRole('switch', { name: 'Echo cancellation' })
  if (await choice.isChecked()) await choice.click()
  await page.keyboard.press('Escape')
}

/** Records what the handler sends, as the loudspeaker gets it: mono at 48 kHz. */
export async function recordReceived(page: Page, duration: number): Promise<Float32Array> {
  const values = await page.evaluate(async (seconds) => {
    const element = document.querySelector<HTMLMediaElement>('audio[aria-label="Received audio"]')
    const stream = element?.srcObject
    if (!(stream instanceof MediaStream)) throw new Error('nothing is played')
    const context = new AudioContext({ sampleRate: 48_000 })
    const source = context.createMediaStreamSource(stream)
    const recorder = context.createScriptProcessor(4096, 1, 1)
    const blocks: number[] = []
    await new Promise<void>((resolve) => {
      recorder.onaudioprocess = (event) => {
        blocks.push(...event.inputBuffer.getChannelData(0))
        if (blocks.length >= seconds * 48_000) resolve()
      }
      source.connect(recorder)
      recorder.connect(context.destination)
    })
    await context.close()
    return blocks
  }, duration / 1000)
  return Float32Array.from(values)
}

/** The pixels of a video element as it shows them, at most 64 wide: enough for halves and blocks; null while it shows nothing. */
export async function pixelsOf(
  page: Page,
  name: 'Sent video' | 'Received video',
): Promise<RgbaPixels | null> {
  const grabbed = await page.evaluate((label) => {
    const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${label}"]`)
    if (!video || video.videoWidth === 0) return null
    const width = Math.min(64, video.videoWidth)
    const height = Math.round((width * video.videoHeight) / video.videoWidth)
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    context?.drawImage(video, 0, 0, width, height)
    const data = context?.getImageData(0, 0, width, height).data
    return data ? { width, height, data: Array.from(data) } : null
  }, name)
  return grabbed
}

/** What the level meter says, dBFS. */
export async function levelOf(
  page: Page,
  name: 'Sent audio level' | 'Received audio level',
): Promise<number> {
  return Number(await page.getByRole('meter', { name }).getAttribute('aria-valuenow'))
}
