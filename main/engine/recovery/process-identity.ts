import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { z } from 'zod'

/** Which process it is: a number alone is given again to another one. */
export const processIdentitySchema = z.object({
  pid: z.number().int().min(1),
  /** When it was started, in the system's own words; null where the system does not tell. */
  started: z.string().nullable(),
  /** The system's name for its own start; null where it has none. */
  boot: z.string().nullable(),
  /** When the system was started; ms since the epoch. */
  bootedAt: z.number(),
})
export type ProcessIdentity = z.infer<typeof processIdentitySchema>

/** What is asked of the operating system. */
export interface ProcessSystem {
  readonly self: ProcessIdentity
  isAlive(pid: number): boolean
  startOf(pid: number): string | null
}

/** Clocks are corrected, and uptimes rounded: starts of the system that lie closer are the same one, ms. */
const BOOT_TOLERANCE = 5 * 60_000
/** `starttime` in /proc/PID/stat, counted from behind the program's name. Source: proc_pid_stat(5), field 22. */
const START_FIELD = 19

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function startOf(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD] ?? null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** This process on this system. */
export function thisSystem(): ProcessSystem {
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null
  const { pid } = process
  const self = { pid, started: startOf(pid), boot, bootedAt: Date.now() - uptime() * 1000 }
  return { self, isAlive, startOf }
}

/** Whether both ran since the system was last started. */
export function isSameBoot(a: ProcessIdentity, b: ProcessIdentity): boolean {
  if (a.boot !== null && b.boot !== null) return a.boot === b.boot
  return Math.abs(a.bootedAt - b.bootedAt) < BOOT_TOLERANCE
}

export function isSelf(one: ProcessIdentity, { self }: ProcessSystem): boolean {
  return one.pid === self.pid && one.started === self.started && isSameBoot(one, self)
}

/** Whether that very process still runs. */
export function isRunning(one: ProcessIdentity, system: ProcessSystem): boolean {
  if (!isSameBoot(one, system.self) || !system.isAlive(one.pid)) return false
  // Ours is ours, and what has our number but is not ours is gone.
  if (one.pid === system.self.pid) return isSelf(one, system)
  const started = system.startOf(one.pid)
  return one.started === null || started === null || one.started === started
}
