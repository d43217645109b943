import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { HostKind } from '../../../contract/host-link'
import type { HandlerHost } from '../hosts/handler-host'
import { createHandlerThread } from '../hosts/handler-thread'
import { countThreads } from '../hosts/testing/count-threads'
import { createProber, type Prober } from './probe-handler'

// The stand-in gives a file's code more freedom than the real host does: it can spoil the thread for the next file.
const hostScript = fileURLToPath(new URL('../hosts/testing/stand-in-host.mjs', import.meta.url))

let taken: HostKind[] = []
let prober: Prober

function start(timeoutMs = 5000): void {
  taken = []
  const takeHost = (kind: HostKind): HandlerHost => {
    taken.push(kind)
    // The stand-in is a thread either way; its code asks which kind it stands in for.
    process.env.STAND_IN_FOR = kind
    return createHandlerThread({ hostScript })
  }
  prober = createProber({ takeHost, timeoutMs })
}

const probe = (code: string, many = true, kind: HostKind = 'thread') =>
  prober.probe({ file: '/f/a.ts', code }, { many, kind })

const say = (report: object) => `means.say(${JSON.stringify(report)});`
const inThreadAlone = (code: string) => `if (means.process.env.STAND_IN_FOR === 'thread') { ${code} }`
/** As of a handler that loads an add-on, with or without doing well without it. */
const refuses = say({ type: 'native-refused', file: '/m/a.node' })
const addOn = inThreadAlone(`${refuses} return { refuses: 'no add-ons here' }`)
const asking = (isolation: string) => say({ type: 'loaded', manifest: { isolation }, findings: [] })

afterEach(async () => {
  await prober.close()
  delete process.env.STAND_IN_FOR
  expect(countThreads()).toBe(0)
})

describe('probing handlers', () => {
  it('takes a fresh host for each single file', async () => {
    start()
    expect(await probe('', false)).toMatchObject({ ok: true, loaded: { manifest: { title: '/f/a.ts' } } })
    await probe('', false)
    expect(taken).toHaveLength(2)
  })

  it('loads up to 25 of many files in one host', async () => {
    start()
    for (let file = 0; file < 25; file += 1) await probe('')
    expect(taken).toHaveLength(1)
    await probe('')
    expect(taken).toHaveLength(2)
  })

  it('never uses a host again in which a file failed', async () => {
    start()
    expect(await probe('return { refuses: "no" }')).toMatchObject({
      ok: false,
      error: { message: 'no' },
      harmful: false,
    })
    await probe('')
    expect(taken).toHaveLength(2)
  })

  it('does not blame a file for what another one left in its host', async () => {
    start()
    await probe('globalThis.spoilt = true')
    expect((await probe('if (globalThis.spoilt) throw new Error("spoilt")')).ok).toBe(true)
    expect(taken).toHaveLength(2)
  })

  it('is over in time when a file hangs, and says where', async () => {
    start(500)
    const position = { file: '/f/a.ts', line: 3, column: 1 }
    const blocked = say({ type: 'blocked', method: 'copy', forMs: 100, limitMs: 200 })
    const code = `${blocked}${say({ type: 'blocked-at', position })} for (;;);`
    expect(await probe(code)).toEqual({
      ok: false,
      harmful: true,
      wantsNative: false,
      error: expect.objectContaining({
        code: 'timeout',
        message: 'copy() did not return while the file was loaded.',
        position,
      }),
    })
  })

  it('tells a file that ends its host from one that is merely wrong', async () => {
    start()
    expect(await probe('means.process.exit(3)')).toMatchObject({ ok: false, harmful: true })
    expect(await probe('return { refuses: "no" }')).toMatchObject({ ok: false, harmful: false })
  })

  it('ends the hosts that waited for more files', async () => {
    start()
    await probe('')
    expect(countThreads()).toBe(1)
    await prober.release()
    expect(countThreads()).toBe(0)
  })

  it('lets nobody wait when it is closed', async () => {
    start()
    const probing = expect(probe('for (;;);')).rejects.toMatchObject({ code: 'closed' })
    await prober.close()
    await probing
    await expect(probe('')).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('where a handler has to run', () => {
  it('is a thread, unless its author asks for a process', async () => {
    start()
    expect(await probe(asking('auto'), false)).toMatchObject({ isolation: { kind: 'thread', reason: null } })
    expect(await probe(asking('process'), false)).toMatchObject({
      isolation: { kind: 'process', reason: 'asked' },
    })
    expect(taken).toEqual(['thread', 'thread'])
  })

  it('is a process when it cannot do without an add-on', async () => {
    start()
    expect(await probe(addOn)).toMatchObject({ ok: true, isolation: { kind: 'process', reason: 'native' } })
    expect(await probe(`${addOn} ${asking('process')}`)).toMatchObject({
      isolation: { kind: 'process', reason: 'asked' },
    })
    expect(taken).toEqual(['thread', 'process', 'thread', 'process'])
  })

  it('is a thread when it does without the add-on that it tried', async () => {
    start()
    expect(await probe(refuses)).toMatchObject({ ok: true, isolation: { kind: 'thread', reason: null } })
    expect(taken).toEqual(['thread'])
  })

  it('is nowhere when its author wants a thread and it needs an add-on', async () => {
    start()
    expect(await probe(`${addOn} ${asking('thread')}`)).toMatchObject({
      ok: false,
      error: { message: 'no add-ons here' },
    })
  })

  it('is nowhere when it fails in a process too: that tells why', async () => {
    start()
    expect(await probe(`${addOn} return { refuses: 'no model' }`)).toMatchObject({
      ok: false,
      error: { message: 'no model' },
    })
  })

  it('is never tried in a thread when something is known against it', async () => {
    start()
    await probe('')
    expect(await probe('', true, 'process')).toMatchObject({ ok: true })
    expect(taken).toEqual(['thread', 'process'])
  })
})
