import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOfferingClient } from '../../main/engine/rtc/testing/offering-client'
import { echoSource, unfinishedSource } from '../testing/handlers'
import { buildProgram, jsonLines, type Program, type RunningProgram } from '../testing/program'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
}, 120_000)
afterAll(() => program.remove())

/** A client that talks to the handler at `url`, over WebRTC, as one from outside would. */
async function call(url: string) {
  const client = await createOfferingClient()
  const response = await fetch(`${url}/webrtc/offer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'offer', sdp: client.offer, webrtc_id: 'caller' }),
  })
  const { sdp } = (await response.json()) as { sdp: string }
  await client.accept(sdp)
  await client.opened
  return client
}

async function urlOf(running: RunningProgram): Promise<string> {
  return String((await running.line('listening')).url)
}

describe('soundcheck serve', () => {
  it('serves a folder until SIGINT, tells what happens, and keeps stdout to JSON', async () => {
    program.write('two/echo.ts', echoSource)
    program.write('two/unfinished.ts', unfinishedSource)
    const running = program.start('serve', 'two', '--port', '0', '--json')
    const url = await urlOf(running)
    expect(running.lines()[0]).toEqual({
      event: 'listening',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      handlers: [{ name: 'echo', modality: 'audio', mode: 'send-receive' }],
    })
    expect(await running.line('handler-broken')).toMatchObject({
      handler: 'unfinished',
      error: { code: 'compile', position: { line: expect.any(Number), column: expect.any(Number) } },
    })

    const health = (await (await fetch(`${url}/health`)).json()) as { version: string }
    expect(`${health.version}\n`).toBe((await program.run('--version')).stdout)

    const client = await call(`${url}/echo`)
    const opened = await running.line('session-opened')
    expect(opened).toMatchObject({
      handler: 'echo',
      door: 'webrtc',
      webrtcId: 'caller',
      address: '127.0.0.1',
    })
    await running.line('session-live')
    await running.noted('hello from echo')

    program.write('two/echo.ts', echoSource.replace('hello from', 'hello again from'))
    await running.line('handler-loaded', ({ version }) => version === 2)
    await running.line('session-swapped', ({ version }) => version === 2)

    running.child.kill('SIGINT')
    const { code, stdout, stderr } = await running.ended
    await client.close()
    expect(code).toBe(0)
    const ends = jsonLines(stdout).filter(({ event }) => event === 'session-closed')
    expect(ends).toMatchObject([{ session: opened.session, reason: expect.any(String) }])
    expect(stdout).not.toContain('handler-removed')
    // What it said in its last moments, and past the console.
    expect(stderr).toContain('echo shuts down')
    expect(stderr).toContain('written past the console')
  }, 120_000)

  it('serves one file alone, and what it imports is loaded anew', async () => {
    program.write('one/other.ts', echoSource)
    program.write('one/lib/word.ts', "export const word = 'first'")
    const file = program.write(
      'one/echo.ts',
      `import { word } from './lib/word'\n${echoSource}\nconsole.log(word)`,
    )
    const running = program.start('serve', file, '--port', '0', '--json')
    expect(await running.line('listening')).toMatchObject({ handlers: [{ name: 'echo' }] })
    program.write('one/third.ts', echoSource)
    program.write('one/lib/word.ts', "export const word = 'second'")
    await running.line('handler-loaded', ({ handler, version }) => handler === 'echo' && version === 2)
    running.child.kill('SIGTERM')
    const { code, stdout } = await running.ended
    expect(code).toBe(0)
    expect(jsonLines(stdout).map(({ handler }) => handler)).not.toContain('third')
  }, 120_000)

  it('ends with 3 when the port is in use, and says what to do', async () => {
    program.write('port/echo.ts', echoSource)
    const server = createServer()
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    )
    const { code, stdout } = await program.run('serve', 'port', '--port', String(port), '--json')
    server.close()
    expect(code).toBe(3)
    expect(jsonLines(stdout)).toMatchObject([
      { event: 'error', error: { code: 'unavailable', hint: expect.any(String) } },
    ])
  }, 120_000)

  it('ends with 1 when no handler runs', async () => {
    const file = program.write('broken/unfinished.ts', unfinishedSource)
    const { code, stdout, stderr } = await program.run('serve', 'broken', '--port', '0')
    expect(code).toBe(1)
    expect(stdout).toContain(`${file}:7:1: `)
    expect(stderr).toContain('None of the handlers runs')
  }, 120_000)

  it('puts the named handler at the root, and knows no others', async () => {
    program.write('named/a.ts', echoSource)
    program.write('named/b.ts', echoSource.replace('hello from', 'b says'))
    const refused = await program.run('serve', 'named', '--port', '0', '--handler', 'c')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('There are: a, b.')
    const running = program.start('serve', 'named', '--port', '0', '--handler', 'b', '--json')
    const client = await call(await urlOf(running))
    await running.noted('b says')
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
    await client.close()
  }, 120_000)

  it('warns of other computers, and gives the token that they need', async () => {
    program.write('open/echo.ts', echoSource)
    const running = program.start('serve', 'open', '--port', '0', '--host', '0.0.0.0', '--tls', '--json')
    const { token, fingerprint, url } = await running.line('listening')
    expect(url).toMatch(/^https:/)
    expect(token).toMatch(/^[\w-]{20,}$/)
    expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    running.child.kill('SIGINT')
    expect((await running.ended).stderr).toContain('warning:')
  }, 120_000)

  it('goes on without a handler that is removed, and tells of it', async () => {
    const file = program.write('gone/a.ts', echoSource)
    program.write('gone/b.ts', echoSource)
    const running = program.start('serve', 'gone', '--port', '0', '--json')
    await running.line('listening')
    rmSync(file)
    expect(await running.line('handler-removed')).toMatchObject({ handler: 'a' })
    writeFileSync(path.join(program.folder, 'gone/b.ts'), unfinishedSource)
    expect(await running.line('handler-broken')).toMatchObject({ handler: 'b', runs: 1 })
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  }, 120_000)
})
