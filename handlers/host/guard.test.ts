import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let folder = ''
let addon = ''
let host: TestHost

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'))
  addon = join(folder, 'addon.node')
  writeFileSync(addon, 'not even a library')
  writeFileSync(
    join(folder, 'flags.mjs'),
    "import { setFlagsFromString } from 'node:v8'; setFlagsFromString('--no-opt')",
  )
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(async () => {
  host = await TestHost.start()
})
afterEach(() => host.stop())

/** What comes of `code` in the handler's onMessage: what it gives back, or the message of what it throws. */
async function outcomeOf(code: string): Promise<string> {
  await host.load(`import { StreamHandler } from 'soundcheck'
    export default class Tested extends StreamHandler {
      receive() {}
      emit() { return null }
      copy() { return new Tested() }
      async onMessage() {
        const give = (value: unknown) => this.sendMessage('outcome ' + String(value))
        try { give(await (async () => { ${code} })()) } catch (error) { give(error.message) }
      }
    }`)
  await host.begin()
  host.post({ type: 'message', message: 'now' })
  const { text } = await host.next('message', (report) => report.text.includes('outcome'))
  return text
}

describe('code in a handler thread', () => {
  it.each([
    ["process.kill(process.pid, 'SIGKILL')", 'would end Soundcheck itself'],
    ["process.kill(String(process.pid), 'SIGKILL')", 'would end Soundcheck itself'],
    ["process.kill(process.ppid, 'SIGKILL')", 'would end Soundcheck itself'],
    ["process.kill(0, 'SIGTERM')", 'would end Soundcheck itself'],
    ["process.kill(-process.pid, 'SIGTERM')", 'would end Soundcheck itself'],
    ['process.abort()', 'not supported in workers'],
    ["process.chdir('/')", 'not supported in workers'],
    ['process.umask(0)', 'not supported in workers'],
    ["require('node:v8').setFlagsFromString('--no-opt')", 'would change Soundcheck itself'],
    ["await import(String('FOLDER/flags.mjs'))", 'would change Soundcheck itself'],
    ["require('node:v8').setHeapSnapshotNearHeapLimit(3)", 'would change Soundcheck itself'],
    ["new (require('node:inspector').Session)().connectToMainThread()", 'would change Soundcheck itself'],
  ])('is refused %s', async (code, message) => {
    expect(await outcomeOf(code.replace('FOLDER', folder))).toContain(message)
  })

  it('may ask whether a process is there, and end others', async () => {
    const code = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      const ended = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)))
      await new Promise((resolve) => child.on('spawn', resolve))
      process.kill(process.pid, 0)
      process.kill(child.pid, 'SIGTERM')
      return await ended`
    expect(await outcomeOf(code)).toContain('SIGTERM')
  })

  it('is refused a native add-on, of which the engine is told though the code catches the error', async () => {
    const refused = host.next('native-refused')
    expect(await outcomeOf(`return require(String(${JSON.stringify(addon)}))`)).toContain(
      'Native add-ons cannot run',
    )
    expect(await refused).toEqual({ type: 'native-refused', file: addon })
  })

  it.each([
    ['as it comes', ''],
    ['with options of its own', ', execArgv: []'],
  ])('is refused a native add-on in a thread that it starts %s', async (_how, options) => {
    const inner = `require('node:worker_threads').parentPort.postMessage((() => {
      try { process.dlopen({ exports: {} }, ${JSON.stringify(addon)}) } catch (error) { return error.code }
    })())`
    const code = `const { Worker } = require('node:worker_threads')
      const worker = new Worker(${JSON.stringify(inner)}, { eval: true${options} })
      return await new Promise((resolve) => worker.on('message', resolve))`
    expect(await outcomeOf(code)).toContain('ERR_DLOPEN_DISABLED')
  })
})
