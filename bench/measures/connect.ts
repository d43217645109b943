import { setTimeout } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { distributionOf } from '../figure'
import { AUDIO_HANDLER } from '../handlers'
import type { Way } from '../page/call'
import type { Measure } from './measure'

const CALLS = 10
/** ms; nobody calls again sooner, and by then the engine has a handler thread in reserve again. */
const PAUSE = 600

async function connectTime(page: Page, way: Way): Promise<number> {
  const time = await page.evaluate((to) => benchPage.open(to, ['audio']), way)
  await page.evaluate(() => benchPage.close())
  await setTimeout(PAUSE)
  return time
}

/** From the offer until a call is live. */
export const connect: Measure = {
  name: 'connect',
  inApp: true,
  async run({ app }) {
    const { page } = await app()
    const calls: number[] = []
    const baseline: number[] = []
    for (let n = 0; n < CALLS; n += 1) {
      calls.push(await connectTime(page, { handlerId: AUDIO_HANDLER }))
      baseline.push(await connectTime(page, 'baseline'))
    }
    return [
      {
        name: 'connect: offer to live',
        unit: 'ms',
        measured: distributionOf(calls),
        baseline: distributionOf(baseline),
        target: null,
      },
    ]
  },
}
