import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Companions, programVersion } from '../companions'
import { complaint, type Examination } from './examination'

const OLDEST_NODE = [20, 19] as const
const MB = 1024 * 1024
/** For journals, compiled handlers and what they write, MB. */
const DISK_NEEDED = 200
/** An engine, two handlers and their codecs, MB. */
const MEMORY_NEEDED = 512

function isNodeRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

export function lookAtNode(version: string): string {
  if (isNodeRecentEnough(version)) return `Node ${version}`
  throw complaint(
    `Node ${version} is too old.`,
    `Install Node ${OLDEST_NODE.join('.')} or newer from https://nodejs.org.`,
  )
}

function lookAtProgram(companions: Companions): string {
  const { hostProcessScript, starterDir } = companions
  const missing = [hostProcessScript, starterDir].filter((file) => !existsSync(file))
  if (missing.length === 0) return `Soundcheck ${programVersion(companions)}`
  throw complaint(`Missing: ${missing.join(', ')}`, 'Build it anew with `npm run build`, or install it anew.')
}

function lookAtSystem(): string {
  const cores = os.availableParallelism()
  return `${os.type()} ${os.release()} (${process.platform}-${process.arch}), ${cores} processor(s)`
}

function lookAtDisk(folder: string): string {
  const { bavail, bsize } = statfsSync(folder)
  const free = Math.floor((bavail * bsize) / MB)
  if (free >= DISK_NEEDED) return `${free} MB free for ${folder}`
  throw complaint(`Only ${free} MB are free for ${folder}.`, `Free at least ${DISK_NEEDED} MB there.`)
}

/** What can be had without swapping; not all of it is free. Source: proc(5), MemAvailable. */
function availableMemory(): number {
  if (process.platform !== 'linux') return os.freemem()
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
  return kilobytes === undefined ? os.freemem() : Number(kilobytes) * 1024
}

function lookAtMemory(): string {
  const free = Math.floor(availableMemory() / MB)
  const text = `${free} of ${Math.floor(os.totalmem() / MB)} MB are free`
  if (free >= MEMORY_NEEDED) return text
  throw complaint(`Only ${text}.`, `Close other programs: ${MEMORY_NEEDED} MB should be free.`)
}

/** The nearest folder above that is there: a user folder is made when it is first needed. */
function nearestThere(folder: string): string {
  let at = folder
  while (!existsSync(at)) at = path.dirname(at)
  return at
}

function lookAtUserFolder(folder: string): string {
  const there = nearestThere(folder)
  try {
    accessSync(there, constants.R_OK | constants.W_OK)
  } catch (cause) {
    throw complaint(`${there} cannot be written to: ${String(cause)}`, 'Change its permissions.')
  }
  return there === folder ? folder : `${folder} (not there yet: the app makes it)`
}

function lookAtDevices(): string {
  if (process.platform !== 'linux') return 'not listed here: the window shows those of this system'
  const cameras = readdirSync('/dev').filter((name) => /^video\d+$/.test(name))
  const cards = existsSync('/proc/asound/cards') ? readFileSync('/proc/asound/cards', 'utf8') : ''
  const sound = [...cards.matchAll(/^\s*\d+ \[.*?\]: .*? - (.+)$/gm)].map(([, name]) => name)
  if (cameras.length + sound.length > 0)
    return `cameras: ${cameras.join(', ') || 'none'}; sound: ${sound.join(', ') || 'none'}`
  throw complaint(
    'No camera and no sound card.',
    'The window has test signals and plays clips; clients from outside bring their own devices.',
  )
}

/** What Soundcheck finds around itself. */
export function machineExaminations(companions: Companions): readonly Examination[] {
  const userFolder = path.join(os.homedir(), 'Documents', 'Soundcheck', 'handlers')
  return [
    { name: 'runtime', needed: true, look: () => lookAtNode(process.versions.node) },
    { name: 'program', needed: true, look: () => lookAtProgram(companions) },
    { name: 'system', needed: false, look: lookAtSystem },
    { name: 'memory', needed: false, look: lookAtMemory },
    { name: 'temporary files', needed: true, look: () => lookAtDisk(os.tmpdir()) },
    { name: 'disk', needed: false, look: () => lookAtDisk(nearestThere(userFolder)) },
    { name: 'user folder', needed: false, look: () => lookAtUserFolder(userFolder) },
    { name: 'devices', needed: false, look: lookAtDevices },
  ]
}
