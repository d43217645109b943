import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from './setup/run.mjs'

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')

/** A small project in which every import is allowed. */
const sound = {
  'contract/ipc.ts': "import { z } from 'zod'\nexport const a = z.string()\nexport interface T {}",
  'handlers/kit/index.ts': "import '../../contract/ipc'",
  'handlers/host/thread.ts':
    "import 'node:worker_threads'\nimport '../kit/index'\nimport '../../contract/ipc'",
  'handlers/examples/echo.ts': "import '../kit/index'",
  'main/engine/clock.ts': "import 'node:perf_hooks'",
  'main/engine/engine.ts': "import './sessions/session'\nimport './catalog/catalog'\nimport './clock'",
  'main/engine/thread.ts': "import 'node:worker_threads'\nimport './engine'",
  'main/engine/rtc/peer.ts': "import 'werift'\nimport '../clock'",
  'main/engine/media/pacer.ts': "import '../../../contract/ipc'",
  'main/engine/codecs/opus.ts': "import 'node-av'\nimport '../media/pacer'",
  'main/engine/hosts/handler-thread.ts': "import 'node:worker_threads'\nimport 'node:child_process'",
  'main/engine/journal/journal.ts': "import '../clock'",
  'main/engine/catalog/catalog.ts': "import 'esbuild'\nimport 'chokidar'\nimport '../hosts/handler-thread'",
  'main/engine/sessions/session.ts':
    "import '../rtc/peer'\nimport '../codecs/opus'\nimport '../journal/journal'",
  'main/engine/server/server.ts': "import '../sessions/session'",
  'main/shell/engine-thread.ts': "import 'node:worker_threads'\nimport 'electron'",
  'main/shell/index.ts': "import { app } from 'electron'\nimport './engine-thread'\nimport 'node:fs'",
  'preload/index.ts': "import 'electron'\nimport type { T } from '../contract/ipc'",
  'renderer/app.ts': "import 'react'\nimport 'zustand'\nimport '../contract/ipc'",
  'renderer/app.test.ts': "import 'node:fs'\nimport './testing/fake'",
  'renderer/testing/fake.ts': "import 'node:os'",
  'cli/serve.ts': "import '../main/engine/engine'",
  'e2e/support/a.ts': "import 'node:child_process'",
}

/** Bad imports, each in a file of its own beside the one named: the import, and the rule that must refuse it. */
const planted = /** @type {const} */ ([
  ['contract/ipc.ts', 'node:fs', 'contract: node'],
  ['contract/ipc.ts', '../main/engine/clock', 'contract: ours'],
  ['handlers/kit/index.ts', '../host/thread', 'handlers/kit: ours'],
  ['handlers/kit/index.ts', 'node:fs', 'handlers/kit: node'],
  ['handlers/host/thread.ts', 'node:child_process', 'handlers/host: node'],
  ['handlers/host/thread.ts', '../../main/engine/clock', 'handlers/host: ours'],
  ['handlers/examples/echo.ts', '../host/thread', 'handlers/examples: ours'],
  ['handlers/examples/echo.ts', 'zod', 'handlers/examples: packages'],
  ['main/engine/engine.ts', 'electron', 'main/engine/*: packages'],
  ['main/engine/engine.ts', 'werift', 'main/engine/*: packages'],
  ['main/engine/engine.ts', 'node:worker_threads', 'main/engine/*: node'],
  ['main/engine/engine.ts', '../shell/index', 'main/engine/*: ours'],
  ['main/engine/rtc/peer.ts', '../codecs/opus', 'main/engine/rtc: ours'],
  ['main/engine/rtc/peer.ts', 'node-av', 'main/engine/rtc: packages'],
  ['main/engine/media/pacer.ts', 'node:fs', 'main/engine/media: node'],
  ['main/engine/codecs/opus.ts', '../rtc/peer', 'main/engine/codecs: ours'],
  ['main/engine/hosts/handler-thread.ts', '../journal/journal', 'main/engine/hosts: ours'],
  ['main/engine/hosts/handler-thread.ts', '../../../handlers/host/thread', 'main/engine/hosts: ours'],
  ['main/engine/catalog/catalog.ts', '../sessions/session', 'main/engine/catalog: ours'],
  ['main/engine/sessions/session.ts', 'werift', 'main/engine/sessions: packages'],
  ['main/engine/sessions/session.ts', 'node:child_process', 'main/engine/sessions: node'],
  ['main/engine/server/server.ts', '../rtc/peer', 'main/engine/server: ours'],
  ['main/shell/index.ts', '../engine/engine', 'main/shell: ours'],
  ['main/shell/index.ts', 'node:worker_threads', 'main/shell: node'],
  ['preload/index.ts', 'node:fs', 'preload: node'],
  ['renderer/app.ts', 'electron', 'renderer: packages'],
  ['renderer/app.ts', 'node:fs', 'renderer: node'],
  ['renderer/app.ts', '../main/engine/clock', 'renderer: ours'],
  ['renderer/app.ts', './testing/fake', 'not from tests'],
  ['cli/serve.ts', '../main/shell/index', 'cli: ours'],
  ['cli/serve.ts', 'werift', 'cli: packages'],
])

let project = ''

/** @param {string} name @param {string} text */
function write(name, text) {
  const file = path.join(project, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

/** @returns {Promise<{ broken: string[], modules: number }>} broken rules as `file: rule`, each once */
async function judge() {
  const folders = fs.readdirSync(project).filter((name) => name !== 'node_modules' && !name.includes('.'))
  const { output } = await cruise(folders, {
    ...options,
    tsConfig: undefined,
    baseDir: project,
    ruleSet: { forbidden },
    validate: true,
  })
  if (typeof output === 'string') throw new Error('dependency-cruiser gave a report instead of its result')
  const { totalCruised, violations } = output.summary
  const broken = violations.map(({ from, rule }) => `${from}: ${rule.name}`)
  return { broken: [...new Set(broken)].sort(), modules: totalCruised }
}

beforeEach(() => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), 'rules-'))
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(project, 'node_modules'), 'junction')
  for (const [name, text] of Object.entries(sound)) write(name, text)
})
afterEach(() => fs.rmSync(project, { recursive: true, force: true }))

describe('the dependency rules', () => {
  it('let a sound project pass, and have really looked at it', async () => {
    const { broken, modules } = await judge()
    expect(broken).toEqual([])
    expect(modules).toBeGreaterThanOrEqual(Object.keys(sound).length)
  })

  it('refuse every planted import, each by its own rule and by no other', async () => {
    const expected = planted.map(([file, target, rule], at) => {
      const name = `${path.posix.dirname(file)}/planted-${at}.ts`
      write(name, `import '${target}'`)
      return `${name}: ${rule}`
    })
    expect((await judge()).broken).toEqual(expected.sort())
  })

  it('let the preload import types and refuse values', async () => {
    write('preload/index.ts', "import { a } from '../contract/ipc'\nconsole.log(a)")
    expect((await judge()).broken).toEqual(['preload/index.ts: preload: types only'])
  })

  it('refuse a cycle, also between files that may know each other', async () => {
    write('main/engine/rtc/peer.ts', "import './track'")
    write('main/engine/rtc/track.ts', "import './peer'")
    expect((await judge()).broken).toEqual([expect.stringMatching(/rtc.(peer|track).ts: no cycles/)])
  })

  it('refuse an import that leads nowhere, also in a test', async () => {
    write('renderer/app.test.ts', "import './nowhere'")
    expect((await judge()).broken).toEqual(['renderer/app.test.ts: found'])
  })

  it('refuse a folder that the table does not name', async () => {
    write('main/engine/telephony/call.ts', "import './line'")
    write('main/engine/telephony/line.ts', 'export const a = 1')
    expect((await judge()).broken).toEqual(['main/engine/telephony/call.ts: in the table'])
  })
})
