import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openWithSystem } from './open-path'

// The stand-in for the system's opener is a script of a shell that Windows does not have.
describe.skipIf(process.platform === 'win32')('a file that the system opens on Linux', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'opener-'))
    vi.stubEnv('PATH', `${dir}:${process.env.PATH}`)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(dir, { recursive: true })
  })

  const opener = (script: string) =>
    writeFileSync(path.join(dir, 'xdg-open'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const never = () => Promise.reject(new Error('Electron would wait for it'))
  const open = (file: string) => openWithSystem(file, { platform: 'linux', openPath: never })

  it('is not waited for: a program that stays open holds nothing up', async () => {
    opener(`echo "$$ $1" > "${dir}/called"\nexec sleep 60`)
    let beats = 0
    const timer = setInterval(() => {
      beats += 1
    }, 20)
    await open('/h/my file.ts')
    clearInterval(timer)
    const [pid, ...file] = readFileSync(path.join(dir, 'called'), 'utf8').trim().split(' ')
    process.kill(Number(pid))
    expect(file.join(' ')).toBe('/h/my file.ts')
    expect(beats).toBeGreaterThan(10)
  })

  it('says why when it cannot be opened', async () => {
    opener('exit 4')
    await expect(open('/h/a.ts')).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the system could not open /h/a.ts: it ended with code 4',
    })
    vi.stubEnv('PATH', dir)
    rmSync(path.join(dir, 'xdg-open'))
    await expect(open('/h/a.ts')).rejects.toMatchObject({ message: expect.stringContaining('xdg-open') })
  })
})

describe('a file that the system opens elsewhere', () => {
  it('is left to Electron, whose reason is told', async () => {
    const means = {
      platform: 'darwin',
      openPath: async (file: string) => (file === '/bad' ? 'no app' : ''),
    } as const
    await openWithSystem('/good', means)
    await expect(openWithSystem('/bad', means)).rejects.toMatchObject({
      message: 'the system could not open /bad: no app',
    })
  })
})
