import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Caller, until } from '../testing/bench-driver'
import { type SessionBench, startSessionBench } from './testing/session-bench'

const folder = mkdtempSync(path.join(tmpdir(), 'native-'))

/** Asks for an add-on when it first starts: where that is refused it fails. */
const needy = (isolation: string, name: string) => `
import { existsSync, writeFileSync } from 'node:fs'
import { AsyncStreamHandler } from 'soundcheck'
const asked = ${JSON.stringify(path.join(folder, name))}
export const isolation = '${isolation}'
export default class Needy extends AsyncStreamHandler {
  startUp() {
    if (existsSync(asked)) return
    writeFileSync(asked, '')
    process.dlopen({ exports: {} }, '/nowhere/addon.node')
  }
  async receive() {}
  async emit() { return null }
}`
const plain = `
import { AsyncStreamHandler } from 'soundcheck'
export default class Plain extends AsyncStreamHandler {
  async receive() {}
  async emit() { return null }
}`

describe('a handler that needs a native add-on', () => {
  let bench: SessionBench
  const callers: Caller[] = []

  async function call(source: string) {
    bench = await startSessionBench()
    const caller = await bench.call(await bench.version(1, source))
    callers.push(caller)
    return caller.sessionId
  }

  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
    await bench.stop()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is moved to a process as soon as it fails for want of it', async () => {
    const id = await call(needy('auto', 'first'))
    await until(() => bench.kinds.length === 2, 'another host')
    expect(bench.kinds).toEqual(['thread', 'process'])
    await until(() => bench.rows(id, 'swap').some((row) => row.summary.includes('native add-on')), 'the row')
    await until(() => bench.entry(id)?.isolation === 'process', 'the process')
    expect(bench.entry(id)).toMatchObject({ host: 'running', restart: null })
  })

  it('is moved, not taken back, when it is a new version', async () => {
    const id = await call(plain)
    await bench.sessions.get(id).swap(await bench.version(2, needy('auto', 'second')))
    await until(() => bench.rows(id, 'swap').some((row) => row.type === 'moved'), 'the move')
    expect(bench.kinds.at(-1)).toBe('process')
    expect(bench.rejected).toEqual([])
  })

  it('stays in a thread, and fails there, when its author wants it so', async () => {
    const id = await call(needy('thread', 'third'))
    await until(() => bench.entry(id)?.fault !== null, 'the fault')
    expect(bench.entry(id)?.fault?.message).toContain('add-on')
    expect(bench.kinds).toEqual(['thread'])
  })
})
