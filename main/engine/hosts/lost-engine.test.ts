import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it, vi } from 'vitest'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { isAlive } from './testing/host-process'

it('a handler process ends with its engine, also in an endless loop', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundcheck-lone-'))
  const engine = join(folder, 'engine.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('testing/lone-engine.ts', import.meta.url))],
    outfile: engine,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  })
  const endless = 'console.log(String(process.pid)); for (;;);'
  const child = spawn(process.execPath, [engine, await buildHostBundle('process'), endless], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((resolve) => {
    child.stdout.once('data', (text: Buffer) => resolve(Number(text)))
  })
  expect(isAlive(pid)).toBe(true)
  child.kill('SIGKILL')
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000, interval: 20 })
  await rm(folder, { recursive: true })
})
