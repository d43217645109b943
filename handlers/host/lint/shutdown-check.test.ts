import { afterEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../../contract/findings'
import { TestHost } from '../testing/run-host'

let host: TestHost
afterEach(() => host.stop())

const idle = 'async receive() {}\nasync emit() { return null }\n'

/** Runs a class with these members, whose first line is line 4. */
async function run(members: string): Promise<void> {
  host = await TestHost.start()
  await host.load(`import { AsyncQueue, AsyncStreamHandler } from 'soundcheck'
    \nexport default class Mine extends AsyncStreamHandler {\n${members}\n}`)
  await host.begin()
}

const findings = (): Finding[] => host.all('finding').map(({ finding }) => finding)

describe('a handler that goes on after shutdown', () => {
  it.each([
    ['an interval', 'setInterval(() => {}, 20)', 'An interval of 20 ms'],
    ['a long timer', 'setTimeout(() => {}, 60000)', 'A timer of 60 s'],
    ['a timer of a promise', "require('node:timers/promises').setTimeout(60000)", 'A timer of 60 s'],
    ['a chain of timers', '(function again() { setTimeout(again, 30) })()', 'A timer of 30 ms'],
    ['a chain of immediates', '(function again() { setImmediate(again) })()', 'A chain of setImmediate'],
    ['a server', "require('node:net').createServer().listen(0)", 'A server'],
    ['a child', "require('node:child_process').spawn('sleep', ['3'])", 'A child process'],
    ['a socket', "require('node:dgram').createSocket('udp4').bind(0)", 'A UDP socket'],
  ])('is told of %s, at the line that made it', async (_, statement, message) => {
    await run(`${idle}async startUp() {\n${statement}\n}`)
    await host.close()
    expect(findings()).toMatchObject([
      { rule: 'left-running', message: `${message} goes on after shutdown`, position: { line: 7 } },
    ])
    expect(host.reports.at(-1)).toEqual({ type: 'closed' })
  })

  it('is told of a method that does not end', async () => {
    await run(`${idle}async startUp() { await new Promise(() => {}) }`)
    await host.close()
    expect(findings()).toMatchObject([
      { message: expect.stringContaining('startUp goes on'), position: { line: 6 } },
    ])
  })

  it('is told nothing of what ends with the session', async () => {
    await run(`queue = new AsyncQueue()
      async startUp() {
        this.timer = setInterval(() => {}, 20)
        this.server = require('node:net').createServer().listen(0)
        setInterval(() => {}, 20).unref()
        setTimeout(() => {}, 1500)
        this.loop.callLater(60000, () => {})
        this.loop.createTask(new Promise(() => {}))
        await require('node:timers/promises').setTimeout(60000, null, { signal: this.signal }).catch(() => {})
      }
      async onMessage() { await new Promise((go) => this.loop.callLater(60000, go)) }
      async receive() { await this.argsSet.wait() }
      async emit() { return await this.queue.get() }
      shutdown() { clearInterval(this.timer); this.server.close() }`)
    host.post({ type: 'message', message: 'x' })
    host.audio(new Int16Array(960))
    await host.close()
    expect(findings()).toEqual([])
  })

  it('is told nothing of connections that fetch keeps', async () => {
    await run(`async receive() {}
      async emit() { return null }
      async startUp() {
        const server = require('node:http').createServer((_, answer) => answer.end('x')).listen(0)
        this.server = server
        await new Promise((go) => server.on('listening', go))
        const answer = await fetch('http://127.0.0.1:' + server.address().port)
        console.log(await answer.text())
      }
      shutdown() { this.server.close(); this.server.closeIdleConnections() }`)
    await host.next('console')
    await host.close()
    expect(findings()).toEqual([])
  })
})
