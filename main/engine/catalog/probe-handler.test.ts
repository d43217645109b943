import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { HandlerHost } from '../hosts/handler-host'
import { createHandlerThread } from '../hosts/handler-thread'
import { countThreads } from '../hosts/testing/count-threads'
import { createProber, type Prober } from './probe-handler'

// The stand-in gives a file's code more freedom than the real host does: it can spoil the thread for the next file.
const hostScript = fileURLToPath(new URL('../hosts/testing/stand-in-host.mjs', import.meta.url))

let taken = 0
let prober: Prober

function start(timeoutMs = 5000): void {
  taken = 0
  const takeHost = (): HandlerHost => {
    taken += 1
    return createHandlerThread({ hostScript })
  }
  prober = createProber({ takeHost, timeoutMs })
}

const probe = (code: string, many = true) => prober.probe({ file: '/f/a.ts', code }, many)

afterEach(async () => {
  await prober.close()
  expect(countThreads()).toBe(0)
})

describe('probing handlers', () => {
  it('takes a fresh host for each single file', async () => {
    start()
    expect((await probe('', false)).manifest.title).toBe('/f/a.ts')
    await probe('', false)
    expect(taken).toBe(2)
  })

  it('loads up to 25 of many files in one host', async () => {
    start()
    for (let file = 0; file < 25; file += 1) await probe('')
    expect(taken).toBe(1)
    await probe('')
    expect(taken).toBe(2)
  })

  it('never uses a host again in which a file failed', async () => {
    start()
    await expect(probe('return { refuses: "no" }')).rejects.toThrow('no')
    await probe('')
    expect(taken).toBe(2)
  })

  it('does not blame a file for what another one left in its host', async () => {
    start()
    await probe('globalThis.spoilt = true')
    await probe('if (globalThis.spoilt) throw new Error("spoilt")')
    expect(taken).toBe(2)
  })

  it('is over in time when a file hangs', async () => {
    start(500)
    await expect(probe('for (;;);')).rejects.toMatchObject({ code: 'timeout' })
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
