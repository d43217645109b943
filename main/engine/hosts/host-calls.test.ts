import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { HandlerHost } from './handler-host'
import { createHandlerThread } from './handler-thread'
import { loadHandler, openHandler } from './host-calls'

const hostScript = fileURLToPath(new URL('testing/stand-in-host.mjs', import.meta.url))
const hosts: HandlerHost[] = []
const session = { webrtcId: 'w', inputs: {}, phoneMode: false, sessionTime: 0 }

/** A host that counts the listeners it has. */
function start(): HandlerHost & { listeners(): number } {
  const host = createHandlerThread({ hostScript })
  hosts.push(host)
  let listeners = 0
  const counted = (stop: () => void) => {
    listeners += 1
    return () => {
      listeners -= 1
      stop()
    }
  }
  return {
    id: host.id,
    kind: host.kind,
    ignoredCommands: 0,
    post: host.post.bind(host),
    onReport: (listener) => counted(host.onReport(listener)),
    onExit: (listener) => counted(host.onExit(listener)),
    acknowledge: host.acknowledge.bind(host),
    inFlight: host.inFlight.bind(host),
    noteEmittedTaken: host.noteEmittedTaken.bind(host),
    locate: host.locate.bind(host),
    extendLimit: host.extendLimit.bind(host),
    setLimits: host.setLimits.bind(host),
    abort: host.abort.bind(host),
    close: host.close.bind(host),
    listeners: () => listeners,
  }
}

const load = (host: HandlerHost, code: string, timeoutMs?: number) =>
  loadHandler(host, { file: '/folder/a.ts', code }, timeoutMs)

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close('test over', 0)))
})

describe('loading and opening a handler', () => {
  it('gives the manifest and the findings, then opens, and leaves no listener behind', async () => {
    const host = start()
    expect(await load(host, '')).toEqual({ manifest: { title: '/folder/a.ts' }, findings: [] })
    await openHandler(host, session)
    expect(host.listeners()).toBe(0)
  })

  it('fails with what the host says', async () => {
    const host = start()
    await expect(load(host, 'return { refuses: "exports nothing" }')).rejects.toMatchObject({
      code: 'handler',
      message: 'exports nothing',
    })
    expect(host.listeners()).toBe(0)
  })

  it('fails in time when the file never ends', async () => {
    const host = start()
    await expect(load(host, 'for (;;);', 300)).rejects.toMatchObject({ code: 'timeout' })
    expect(host.listeners()).toBe(0)
  })

  it('fails in time when copy never ends', async () => {
    const host = start()
    await load(host, 'return { open() { for (;;); } }')
    await expect(openHandler(host, session, 100)).rejects.toMatchObject({ code: 'timeout' })
  })

  it('fails at once when the thread ends', async () => {
    const host = start()
    await expect(load(host, 'process.exit(1)')).rejects.toMatchObject({ code: 'handler' })
    await expect(load(host, '')).rejects.toMatchObject({ code: 'handler' })
    expect(host.listeners()).toBe(0)
  })

  it('fails at once when the host is closed meanwhile', async () => {
    const host = start()
    const loading = expect(load(host, 'for (;;);')).rejects.toMatchObject({ code: 'closed' })
    await host.close('over', 0)
    await loading
  })
})
