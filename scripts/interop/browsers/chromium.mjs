// Chromium as it is installed, on the client page, with a microphone that plays a tone and a camera that shows a pattern.
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { makeTone, wavOf } from '../tone.mjs'
import { keepPeer, measurement, prepare } from './in-page.mjs'

const RATE = 48_000
const TONE = { hz: 440, level: 0.3 }

/** @typedef {import('../clients.mjs').Call} Call */

/** A whole number of periods, so that it goes on without a click. @param {string} folder */
function toneFile(folder) {
  const file = path.join(folder, 'tone.wav')
  fs.writeFileSync(file, wavOf(makeTone(TONE, RATE, RATE * 10), RATE))
  return file
}

/** @param {Call} call @returns {Promise<import('../figures.mjs').Figures>} */
export async function callFromChromium({ url, video, folder, program }) {
  const browser = await chromium.launch({
    executablePath: program,
    args: [
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${toneFile(folder)}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
  try {
    const context = await browser.newContext({ permissions: ['microphone', 'camera'] })
    const page = await context.newPage()
    await page.addInitScript(keepPeer)
    await page.goto(url)
    await page.evaluate(prepare)
    await page.click('#start')
    const figures = await page.evaluate(measurement(video))
    await page.click('#stop')
    return { ...figures, sent: TONE }
  } finally {
    await browser.close()
  }
}
