import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { capture, packageCommand } from '../setup/run.mjs'
import { buildStarter } from './build-starter.mjs'

let folder = ''
let user = ''

beforeAll(() => {
  // Far from any node_modules: the user's folder has none above it.
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'starter-'))
  buildStarter(path.join(folder, 'starter'))
  user = path.join(folder, 'user')
  fs.cpSync(path.join(folder, 'starter/support'), user, { recursive: true })
  fs.cpSync(path.join(folder, 'starter/examples'), user, { recursive: true, filter: worksAsItIs })
}, 60_000)
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** Examples that need a package do not go into a new user folder. @param {string} file */
function worksAsItIs(file) {
  return fs.statSync(file).isDirectory() || !fs.readFileSync(file, 'utf8').includes('// Needs: ')
}

/** What an editor would underline. */
const check = () =>
  capture(process.execPath, [packageCommand('typescript', 'tsc'), '-p', user, '--pretty', 'false'])

/** @param {string} emitted what a handler's emit returns */
const handlerThatEmits = (emitted) => `
import { readFileSync } from 'node:fs'
import { type AudioFrame, StreamHandler, z } from 'soundcheck'

export const stream = { title: 'Mine', inputs: z.object({ gain: z.number().default(1) }) }

export default class Mine extends StreamHandler {
  receive([rate, samples]: AudioFrame): void {
    console.log(rate, samples.length, readFileSync)
  }
  emit() {
    return ${emitted}
  }
  copy() {
    return new Mine()
  }
}
`

it('type-checks every example and a new handler in a folder with nothing installed', async () => {
  expect(fs.readdirSync(path.join(folder, 'starter/examples')).length).toBeGreaterThan(0)
  fs.writeFileSync(path.join(user, 'mine.ts'), handlerThatEmits('[24_000, new Int16Array(480)] as const'))
  expect(await check()).toEqual({ code: 0, output: '' })
}, 60_000)

it('reports a handler that emits what no handler may', async () => {
  fs.writeFileSync(path.join(user, 'mine.ts'), handlerThatEmits("'a string'"))
  const { code, output } = await check()
  expect(code).not.toBe(0)
  expect(output).toMatch(/mine\.ts\(\d+,\d+\): error TS2416: Property 'emit'/)
}, 60_000)

it('copies no tests', () => {
  const names = fs.readdirSync(path.join(folder, 'starter'), { recursive: true, encoding: 'utf8' })
  expect(names.filter((name) => /\.test\./.test(name))).toEqual([])
})

it('brings the licences of the typings that it copies', () => {
  const types = path.join(user, '.soundcheck/types')
  for (const name of ['zod', '@types/node', 'undici-types'])
    expect(fs.existsSync(path.join(types, name, 'LICENSE'))).toBe(true)
})
