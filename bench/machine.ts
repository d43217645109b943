import { availableParallelism, cpus, loadavg } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { ElectronApplication } from '@playwright/test'

/** On what the figures were measured, and what else it had to do. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly processors: number
  readonly model: string
  /** Of all processors, in the second before the bench began: 0..1. Above a tenth the figures tell of others, too. */
  readonly busyShare: number
  readonly loadAverage: number
}

const LOOK = 1000

/** ms since the system started, of all processors together. */
function times(): { busy: number; all: number } {
  return cpus().reduce(
    (sum, { times: { user, nice, sys, irq, idle } }) => {
      const busy = user + nice + sys + irq
      return { busy: sum.busy + busy, all: sum.all + busy + idle }
    },
    { busy: 0, all: 0 },
  )
}

export async function lookAtMachine(): Promise<Machine> {
  const before = times()
  await setTimeout(LOOK)
  const after = times()
  return {
    platform: process.platform,
    processors: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
    busyShare: (after.busy - before.busy) / Math.max(1, after.all - before.all),
    loadAverage: loadavg()[0] ?? 0,
  }
}

/** ms of processor time that the app and the bench have used. */
async function ownTime(electron: ElectronApplication): Promise<number> {
  const inS = await electron.evaluate(({ app }) =>
    app.getAppMetrics().reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0),
  )
  const { user, system } = process.cpuUsage()
  return inS * 1000 + (user + system) / 1000
}

/** Begins to watch; gives the share (0..1) of all processors that other programs took from then on. */
export async function watchOthers(electron: ElectronApplication): Promise<() => Promise<number>> {
  const before = { ...times(), own: await ownTime(electron) }
  return async () => {
    const now = { ...times(), own: await ownTime(electron) }
    const others = now.busy - before.busy - (now.own - before.own)
    return Math.max(0, others / Math.max(1, now.all - before.all))
  }
}
