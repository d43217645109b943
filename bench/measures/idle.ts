import { setTimeout } from 'node:timers/promises'
import { watchCpu, watchLoop } from '../main-process'
import type { Measure } from './measure'

/** ms; the handlers were compiled just before. */
const SETTLE = 3000
const LENGTH = 5000

/** The app with its window open and no call. */
export const idle: Measure = {
  name: 'idle',
  inApp: true,
  async run({ app }) {
    const { electron } = await app()
    await setTimeout(SETTLE)
    const takeCpu = await watchCpu(electron)
    await setTimeout(LENGTH)
    const cpuPercent = await takeCpu()
    const takeLoop = await watchLoop(electron)
    await setTimeout(LENGTH)
    const loopDelay = await takeLoop()
    return [
      {
        name: 'idle: CPU of the main process',
        unit: '%',
        measured: cpuPercent,
        baseline: null,
        target: null,
      },
      {
        name: 'idle: loop delay, main thread',
        unit: 'ms',
        measured: loopDelay,
        baseline: null,
        target: null,
      },
    ]
  },
}
