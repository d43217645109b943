import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openInEditor } from './open-in-editor'
import { ownSource } from './own-source'

let dir: string
beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'editor-')))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
})

// The stand-in is a script of a shell that Windows does not have.
describe.skipIf(process.platform === 'win32')('a place in a file', () => {
  const opened: string[] = []
  const revealed: string[] = []
  beforeEach(() => {
    opened.length = 0
    revealed.length = 0
  })

  /** A program that writes down how it was called. */
  function standIn(name: string, code = 0): string {
    const program = path.join(dir, name)
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > "${dir}/called"\nexit ${code}\n`)
    chmodSync(program, 0o755)
    return program
  }
  const called = () => readFileSync(path.join(dir, 'called'), 'utf8').trim().split('\n')
  const means = (command: string | null) => ({
    command,
    openPath: async (it: string) => void opened.push(it),
    revealFile: (it: string) => void revealed.push(it),
    platform: process.platform,
  })
  const open = (command: string | null, file = '/h/it is.ts') =>
    openInEditor({ file, line: 12, column: 3 }, means(command))

  it('is opened at its line by the editor that was chosen, with its arguments, whatever the file is named', async () => {
    await open(`"${standIn('code')}" --wait`, '/h/$(touch x); it.ts')
    expect(called()).toEqual(['--wait', '-r', '-g', '/h/$(touch x); it.ts:12:3'])
    expect(opened).toEqual([])
  })

  it('is opened by an editor whose path has spaces, written as it is', async () => {
    await open(standIn('my code'))
    expect(called()).toEqual(['/h/it is.ts'])
  })

  it('is opened by the system, and it says why, when the editor that was chosen does not do it', async () => {
    const failing = standIn('code', 3)
    for (const [command, why] of [
      ['/no/such/editor', '/no/such/editor'],
      [failing, 'code 3'],
      ['vim', 'needs a terminal'],
      ['code | tee', 'no command'],
    ] as const)
      await expect(open(command)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(why),
        hint: expect.stringContaining('settings'),
      })
    expect(opened).toHaveLength(4)
  })

  it('is opened by the system, and it says so, where no editor was found, needs a terminal, or does not start', async () => {
    for (const name of ['/usr/bin/vim', path.join(dir, 'missing')]) {
      vi.stubEnv('LAUNCH_EDITOR', name)
      await expect(open(null)).rejects.toMatchObject({
        message: expect.stringContaining('No editor was found'),
        hint: expect.stringContaining('without the line'),
      })
    }
    expect(opened).toEqual(['/h/it is.ts', '/h/it is.ts'])
  })

  it('is opened by the system without a word when no line was wanted and no editor was chosen', async () => {
    vi.stubEnv('LAUNCH_EDITOR', '/usr/bin/vim')
    await openInEditor({ file: '/h/a.ts' }, means(null))
    expect(opened).toEqual(['/h/a.ts'])
  })

  it('is shown in its folder instead of opened where a system would run it', async () => {
    vi.stubEnv('LAUNCH_EDITOR', '/usr/bin/vim')
    await expect(open(null, '/h/node_modules/a/index.js')).rejects.toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('shown in its folder'),
    })
    expect([opened, revealed]).toEqual([[], ['/h/node_modules/a/index.js']])
  })

  it('says both when the system cannot open it either', async () => {
    const fails = { ...means('vim'), openPath: () => Promise.reject(new Error('no program for it')) }
    await expect(openInEditor({ file: '/h/a.ts' }, fails)).rejects.toMatchObject({
      message: expect.stringMatching(/needs a terminal; no program for it/),
      hint: expect.not.stringContaining('has it'),
    })
  })

  it('is opened by the editor that was found', async () => {
    vi.stubEnv('LAUNCH_EDITOR', standIn('subl'))
    await open(null)
    expect(called()).toEqual(['/h/it is.ts:12:3'])
    vi.stubEnv('LAUNCH_EDITOR', `${standIn('code')} --wait`)
    await open(null)
    expect(called()).toEqual(['--wait', '-r', '-g', '/h/it is.ts:12:3'])
    expect(opened).toEqual([])
  })
})

describe('a source that the window names', () => {
  let folder: string
  let outside: string
  beforeEach(() => {
    folder = path.join(dir, 'handlers')
    outside = path.join(dir, 'secret.txt')
    mkdirSync(path.join(folder, 'lib'), { recursive: true })
    writeFileSync(outside, '')
  })

  it('is any file in the folder of handlers, also when the folder itself is reached by a link', async () => {
    const linked = path.join(dir, 'linked')
    symlinkSync(folder, linked)
    for (const name of ['a.ts', '..a.ts', path.join('lib', 'b.ts')]) {
      writeFileSync(path.join(folder, name), '')
      expect(await ownSource(path.join(folder, name), folder, [])).toBe(path.join(folder, name))
      expect(await ownSource(path.join(linked, name), linked, [])).toBe(path.join(folder, name))
    }
  })

  it('may lie elsewhere when it is a handler', async () => {
    expect(await ownSource(outside, folder, [outside])).toBe(outside)
  })

  it('is refused when it leads out of the folder, by its name or by a link', async () => {
    symlinkSync(outside, path.join(folder, 'link.ts'))
    symlinkSync(dir, path.join(folder, 'up'))
    const ways = ['../secret.txt', 'lib/../../secret.txt', 'link.ts', 'up/secret.txt']
    for (const file of [outside, ...ways.map((way) => `${folder}/${way}`)])
      await expect(ownSource(file, folder, [])).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is refused when it is a folder, a neighbour with a like name, or gone', async () => {
    mkdirSync(`${folder}-away`)
    writeFileSync(path.join(`${folder}-away`, 'a.ts'), '')
    for (const file of [folder, path.join(folder, 'lib'), path.join(`${folder}-away`, 'a.ts')])
      await expect(ownSource(file, folder, [])).rejects.toMatchObject({ code: 'invalid' })
    for (const [file, where] of [
      [path.join(folder, 'gone.ts'), folder],
      [outside, path.join(dir, 'no-folder')],
    ] as const)
      await expect(ownSource(file, where, [])).rejects.toMatchObject({ code: 'not-found' })
  })
})
