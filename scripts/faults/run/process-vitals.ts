import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** What an app holds of the machine, with all processes that it started. Linux only. */
export interface Vitals {
  /** Resident memory of the main process, where the engine and handler threads run, MB. */
  readonly mainMb: number
  /** That of all its processes, MB. */
  readonly allMb: number
  /** Of the main process. */
  readonly threads: number
  /** Open files and sockets of the main process. */
  readonly descriptors: number
  readonly children: number
}

const PAGE_MB = 4096 / (1024 * 1024)

/** What `read` gives; `missing` for a process that has ended meanwhile. */
function ofProcess<T>(read: () => T, missing: T): T {
  try {
    return read()
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return missing
    throw thrown
  }
}

function parents(): Map<number, number> {
  const found = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // The name in parentheses may itself have blanks and parentheses.
    const stat = ofProcess(() => readFileSync(`/proc/${name}/stat`, 'utf8'), '')
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (parent !== undefined) found.set(Number(name), Number(parent))
  }
  return found
}

function descendants(pid: number): number[] {
  const all = parents()
  const found = [pid]
  for (const one of found) for (const [child, parent] of all) if (parent === one) found.push(child)
  return found.slice(1)
}

function residentMb(pid: number): number {
  const pages = ofProcess(() => readFileSync(`/proc/${pid}/statm`, 'utf8'), '').split(' ')[1]
  return Number(pages ?? 0) * PAGE_MB
}

const entries = (folder: string): number => ofProcess(() => readdirSync(folder).length, 0)

export function lookAtVitals(pid: number): Vitals {
  const children = descendants(pid)
  const mainMb = residentMb(pid)
  return {
    mainMb,
    allMb: children.reduce((sum, child) => sum + residentMb(child), mainMb),
    threads: entries(`/proc/${pid}/task`),
    descriptors: entries(`/proc/${pid}/fd`),
    children: children.length,
  }
}

const LOOKS = 5
const PAUSE = 500

/** The least of several looks: what is left when all that is on its way out has gone. */
export async function vitalsAtRest(pid: number): Promise<Vitals> {
  let least = lookAtVitals(pid)
  for (let n = 1; n < LOOKS; n += 1) {
    await setTimeout(PAUSE)
    const now = lookAtVitals(pid)
    const names = Object.keys(now) as (keyof Vitals)[]
    least = Object.fromEntries(names.map((name) => [name, Math.min(least[name], now[name])])) as never
  }
  return least
}
