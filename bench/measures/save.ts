import { setTimeout } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { distributionOf, quantilesMeasured } from '../figure'
import { VERSION_MESSAGE, VERSIONS_HANDLER, versionSource } from '../handlers'
import { within } from '../within'
import type { Measure } from './measure'

const SAVES = 20
/** ms; faster than anybody saves, slow enough for the engine to be at rest again. */
const PAUSE = 700
const LIMIT = 10_000

/** When version `version` first spoke, ms since the epoch. */
async function versionSpoke(page: Page, version: number): Promise<number> {
  const wanted = [VERSION_MESSAGE, version] as const
  const spoke = page.evaluate(([type, data]) => benchPage.message(type, data), wanted)
  return await within(LIMIT, spoke, `version ${version} was not heard of`)
}

/** From the file's being written, during a call, to the first message of the new code. */
export const save: Measure = {
  name: 'save',
  inApp: true,
  async run({ app, saveHandler }) {
    const { page } = await app()
    await page.evaluate((handlerId) => benchPage.open({ handlerId }, ['audio']), VERSIONS_HANDLER)
    try {
      await versionSpoke(page, 0)
      await page.evaluate(() => benchPage.metrics())
      const times: number[] = []
      for (let version = 1; version <= SAVES; version += 1) {
        await setTimeout(PAUSE)
        const savedAt = Date.now()
        saveHandler(VERSIONS_HANDLER, versionSource(version))
        times.push((await versionSpoke(page, version)) - savedAt)
      }
      const { swap } = await page.evaluate(() => benchPage.metrics())
      return [
        {
          name: 'save: file written to new code heard',
          unit: 'ms',
          measured: distributionOf(times),
          baseline: null,
          target: { of: 'p50', above: 'zero', limit: 120 },
        },
        {
          name: 'save: noticed by the engine to new code in place',
          unit: 'ms',
          measured: quantilesMeasured(swap),
          baseline: null,
          target: null,
        },
      ]
    } finally {
      await page.evaluate(() => benchPage.close())
      saveHandler(VERSIONS_HANDLER, versionSource(0))
    }
  },
}
