import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HostReport } from '../../../contract/host'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { compileSource } from '../../../handlers/host/testing/compile-handler'
import type { HandlerHost } from './handler-host'
import { createHandlerThread } from './handler-thread'
import { loadHandler, openHandler } from './host-calls'
import { countThreads } from './testing/count-threads'

let hostScript = ''
let host: HandlerHost

beforeAll(async () => {
  hostScript = await buildHostBundle()
})
afterEach(async () => {
  await host.close('test over', 0)
  expect(countThreads()).toBe(0)
})

/** An opened instance of a handler with these members. */
async function opened(members: string, exported = ''): Promise<HandlerHost> {
  host = createHandlerThread({ hostScript })
  const source = `import { StreamHandler } from 'soundcheck'
    export default class Tested extends StreamHandler {
      receive(frame) {}
      emit() { return null }
      copy() { return new Tested() }
      ${members}
    }
    ${exported}`
  await loadHandler(host, await compileSource(source))
  await openHandler(host, { webrtcId: 'w', inputs: {}, phoneMode: false, sessionTime: 0 })
  return host
}

function report<T extends HostReport['type']>(type: T, accept: (found: HostReport) => boolean = () => true) {
  return new Promise<Extract<HostReport, { type: T }>>((resolve) => {
    const stop = host.onReport((found) => {
      if (found.type !== type || !accept(found)) return
      stop()
      resolve(found as Extract<HostReport, { type: T }>)
    })
  })
}

const printed = (text: string) =>
  report('console', (found) => found.type === 'console' && found.text.includes(text))

describe('a handler thread with the real host program', () => {
  it('lets sendMessageSync return when its message is acknowledged', async () => {
    await opened(`startUp() { this.sendMessageSync('hello'); console.log('went on') }`)
    const message = report('message')
    const wentOn = printed('went on')
    host.post({ type: 'channel-opened' })
    const { text, ack } = await message
    expect(text).toBe('hello')
    if (ack !== null) host.acknowledge(ack)
    await wentOn
  })

  it('wakes waitForArgsSync with new inputs', async () => {
    await opened(
      `startUp() { console.log('waits'); this.waitForArgsSync(); console.log('has args') }`,
      `export const stream = { inputs: { type: 'object', properties: { gain: { type: 'number' } }, required: ['gain'] } }`,
    )
    const waits = printed('waits')
    const hasArgs = printed('has args')
    host.post({ type: 'channel-opened' })
    await waits
    host.post({ type: 'inputs', values: { gain: 2 } })
    await hasArgs
  })

  it('counts the blocks that a stuck handler has not taken, and is ended all the same', async () => {
    await opened(`receive() { console.log('stuck'); for (;;); }`)
    const started = report('started')
    const stuck = printed('stuck')
    host.post({ type: 'channel-opened' })
    await started
    const block = () => host.post({ type: 'audio', samples: new Int16Array(960), channels: 1, arrivedAt: 0 })
    block()
    await stuck
    block()
    block()
    expect(host.inFlight()).toEqual({ audio: 2, video: 0, messages: 0 })
    const before = performance.now()
    await host.close('over', 200)
    expect(performance.now() - before).toBeLessThan(2500)
  })

  it('shuts the instance down before it ends', async () => {
    await opened(`shutdown() { console.log('bye') }`)
    const bye = printed('bye')
    await host.close('over', 5000)
    await bye
  })

  it('loads one file after another, for probing', async () => {
    host = createHandlerThread({ hostScript })
    const source = (name: string) => `import { StreamHandler } from 'soundcheck'
      export default class ${name} extends StreamHandler { receive() {} emit() { return null } copy() { return this } }`
    for (const name of ['One', 'Two']) {
      const { manifest } = await loadHandler(host, await compileSource(source(name)))
      expect(manifest.className).toBe(name)
    }
  })
})
