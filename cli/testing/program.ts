import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { buildHostBundle } from '../../handlers/host/testing/build-host-bundle'
import { hashTree } from '../../scripts/setup/stamp.mjs'
import { buildStarter } from '../../scripts/starter/build-starter.mjs'

const root = path.resolve(import.meta.dirname, '../..')
/** Below node_modules, so that packages are found. */
const cache = path.join(root, 'node_modules/.cache/soundcheck')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface JsonLine {
  readonly event: string
  readonly [name: string]: unknown
}

/** Each line as JSON; throws when one is anything else. */
export function jsonLines(stdout: string): JsonLine[] {
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as JsonLine)
}

/** Typings are slow to make and change seldom. */
function starter(): string {
  const key = hashTree(root, ['contract', 'handlers/kit', 'scripts/starter', 'package-lock.json']).slice(
    0,
    16,
  )
  const made = path.join(cache, `starter-${key}`)
  if (existsSync(made)) return made
  const draft = `${made}.${process.pid}`
  buildStarter(draft)
  // Another test process may have been faster.
  if (existsSync(made)) rmSync(draft, { recursive: true })
  else renameSync(draft, made)
  return made
}

function collect(child: ChildProcess) {
  const text = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk) => {
      text[name] += String(chunk)
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...text })
      for (const listener of listeners) listener()
    })
  })
  return { text, listeners, ended }
}

function watchProgram(child: ChildProcess) {
  const { text, listeners, ended } = collect(child)
  const lines = () => jsonLines(text.stdout.slice(0, text.stdout.lastIndexOf('\n') + 1))

  function until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find()
        if (found !== undefined) resolve(found)
        else if (child.exitCode !== null) reject(new Error(`it ended before: ${text.stdout}${text.stderr}`))
        else return
        listeners.delete(look)
      }
      listeners.add(look)
      look()
    })
  }

  return {
    child,
    ended,
    lines,
    /** The first line of this event. */
    line: (event: string, holds: (line: JsonLine) => boolean = () => true): Promise<JsonLine> =>
      until(() => lines().find((line) => line.event === event && holds(line))),
    /** Resolves when stderr has this text. */
    noted: (part: string): Promise<true> => until(() => text.stderr.includes(part) || undefined),
  }
}

export type RunningProgram = ReturnType<typeof watchProgram>

/** The command line as it is installed: in a folder of its own, with its companions beside it. */
export async function buildProgram() {
  mkdirSync(cache, { recursive: true })
  const home = mkdtempSync(path.join(cache, 'program-'))
  const main = path.join(home, 'out/main')
  await build({
    entryPoints: {
      cli: path.join(root, 'cli/index.ts'),
      'journal-thread': path.join(root, 'main/engine/journal/store/thread.ts'),
      'session-thread': path.join(root, 'main/engine/session-threads/thread.ts'),
    },
    outdir: main,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    keepNames: true,
    logLevel: 'silent',
  })
  cpSync(await buildHostBundle(), path.join(main, 'host.js'))
  cpSync(await buildHostBundle('process'), path.join(main, 'host-process.js'))
  cpSync(path.join(cache, 'assets'), path.join(main, 'assets'), { recursive: true })
  cpSync(starter(), path.join(home, 'out/starter'), { recursive: true })
  cpSync(path.join(root, 'package.json'), path.join(home, 'package.json'))
  const work = mkdtempSync(path.join(tmpdir(), 'soundcheck-cli-'))
  const running = new Set<ChildProcess>()

  function start(...args: readonly string[]): RunningProgram {
    const child = spawn(process.execPath, [path.join(main, 'cli.js'), ...args], {
      cwd: work,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    child.once('close', () => running.delete(child))
    return watchProgram(child)
  }

  return {
    /** Where it is started. */
    folder: work,
    /** Puts a handler file somewhere below `folder`; gives its path. */
    write(file: string, source: string): string {
      const at = path.join(work, file)
      mkdirSync(path.dirname(at), { recursive: true })
      writeFileSync(at, source)
      return at
    },
    start,
    run: (...args: readonly string[]): Promise<Ended> => start(...args).ended,
    remove(): void {
      for (const child of running) child.kill('SIGKILL')
      for (const folder of [home, work]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Program = Awaited<ReturnType<typeof buildProgram>>
