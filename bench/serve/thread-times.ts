import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** What the threads of this process have used, ms of processor time since each began. */
export interface ThreadTimes {
  /** The one that runs the engine. */
  readonly main: number
  /** Those of handlers, of the codecs and of the runtime; of threads that ended, too. */
  readonly others: number
}

/** Ticks of /proc/PID/stat are hundredths of a second on every Linux. */
const TICK = 10
const USER_AND_SYSTEM = [11, 12]

function timeOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return USER_AND_SYSTEM.reduce((sum, place) => sum + Number(fields[place] ?? 0), 0) * TICK
}

/** Without /proc everything counts as the main thread's. */
export function threadTimes(): ThreadTimes {
  const { user, system } = process.cpuUsage()
  const all = (user + system) / 1000
  const own = `/proc/self/task/${process.pid}/stat`
  if (!existsSync(own)) return { main: all, others: 0 }
  const main = timeOf(readFileSync(own, 'utf8'))
  return { main, others: Math.max(0, all - main) }
}

/** 1 where it cannot be told. */
export const threadCount = (): number =>
  existsSync('/proc/self/task') ? readdirSync('/proc/self/task').length : 1
