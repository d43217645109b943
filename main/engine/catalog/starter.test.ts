import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explainFolderError, explainWatchLimit } from './folder-errors'
import { ensureFolder } from './starter'

let root = ''
let starterDir = ''
let folder = ''

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}
const read = (path: string) => readFile(join(folder, path), 'utf8')

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'soundcheck-starter-'))
  starterDir = join(root, 'starter')
  folder = join(root, 'some', 'folder')
  await write('starter/examples/echo.ts', 'echo')
  await write('starter/examples/voice/chat.ts', 'chat')
  await write('starter/support/tsconfig.json', '{}')
  await write('starter/support/.soundcheck/types/kit.d.ts', 'types 1')
})
afterEach(() => rm(root, { recursive: true }))

describe('making sure of a folder', () => {
  it('creates a missing one with the examples and the typings', async () => {
    expect(await ensureFolder(folder, { create: true, starterDir })).toEqual({
      laidOut: true,
      supportError: null,
    })
    expect(
      await Promise.all(
        ['echo.ts', 'voice/chat.ts', 'tsconfig.json', '.soundcheck/types/kit.d.ts'].map(read),
      ),
    ).toEqual(['echo', 'chat', '{}', 'types 1'])
  })

  it('leaves out examples that need a package first', async () => {
    await write('starter/examples/native.ts', '// Native\n// Needs: npm install a\n')
    await ensureFolder(folder, { create: true, starterDir })
    expect(await readdir(folder)).not.toContain('native.ts')
    expect(await readdir(folder)).toContain('echo.ts')
  })

  it('fills an empty one, also when a repository was made in it', async () => {
    await write('some/folder/.git/config', '')
    expect((await ensureFolder(folder, { create: true, starterDir })).laidOut).toBe(true)
    expect(await read('echo.ts')).toBe('echo')
  })

  it('leaves an empty one as it was when it cannot be filled, so that the next try fills all of it', async () => {
    await write('some/folder/.git/config', '')
    const unreadable = join(starterDir, 'support/unreadable')
    await symlink(join(root, 'nowhere'), unreadable)
    await expect(ensureFolder(folder, { create: true, starterDir })).rejects.toMatchObject({
      hint: expect.any(String),
    })
    expect(await readdir(folder)).toEqual(['.git'])
    await rm(unreadable)
    expect((await ensureFolder(folder, { create: true, starterDir })).laidOut).toBe(true)
    expect(await read('voice/chat.ts')).toBe('chat')
  })

  it('adds nothing to one that has files', async () => {
    await write('some/folder/mine.ts', 'mine')
    expect((await ensureFolder(folder, { create: true, starterDir })).laidOut).toBe(false)
    expect(await readdir(folder)).toEqual(['mine.ts'])
  })

  it('adds nothing to an empty one when it is not to create', async () => {
    await mkdir(folder, { recursive: true })
    await ensureFolder(folder, { create: false, starterDir })
    expect(await readdir(folder)).toEqual([])
  })

  it('brings the typings up to date and leaves everything else as it is', async () => {
    await ensureFolder(folder, { create: true, starterDir })
    await write('some/folder/echo.ts', 'my echo')
    await write('some/folder/tsconfig.json', 'my settings')
    await write('starter/examples/echo.ts', 'echo 2')
    await write('starter/support/tsconfig.json', '{ }')
    await rm(join(starterDir, 'support/.soundcheck/types/kit.d.ts'))
    await write('starter/support/.soundcheck/types/new.d.ts', 'types 2')
    expect(await ensureFolder(folder, { create: true, starterDir })).toEqual({
      laidOut: false,
      supportError: null,
    })
    expect(await Promise.all(['echo.ts', 'tsconfig.json'].map(read))).toEqual(['my echo', 'my settings'])
    expect(await readdir(join(folder, '.soundcheck/types'))).toEqual(['new.d.ts'])
  })

  it('does not touch typings that are up to date', async () => {
    await ensureFolder(folder, { create: true, starterDir })
    await write('some/folder/.soundcheck/types/kit.d.ts', 'looked at')
    await ensureFolder(folder, { create: true, starterDir })
    expect(await read('.soundcheck/types/kit.d.ts')).toBe('looked at')
  })

  it('opens a folder whose typings cannot be brought up to date, and says why', async () => {
    await ensureFolder(folder, { create: true, starterDir })
    const { supportError } = await ensureFolder(folder, {
      create: true,
      starterDir: join(root, 'no starter'),
    })
    expect(supportError).toMatchObject({ code: 'not-found' })
  })

  it('refuses a missing one that it may not create', async () => {
    await expect(ensureFolder(folder, { create: false, starterDir })).rejects.toMatchObject({
      code: 'not-found',
      message: `The folder ${folder} does not exist.`,
    })
  })

  it('refuses a file', async () => {
    await write('some/folder', 'a file')
    await expect(ensureFolder(folder, { create: true, starterDir })).rejects.toMatchObject({
      message: `The folder ${folder} is not a folder.`,
    })
    const below = ensureFolder(join(folder, 'below'), { create: true, starterDir })
    await expect(below).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('what is said of a folder', () => {
  const withCode = (code: string) => Object.assign(new Error('no'), { code })

  it.each([
    ['EACCES', 'may not be used'],
    ['EROFS', 'cannot be written to'],
    ['ENOSPC', 'full disk'],
    ['EIO', 'cannot be used: no'],
  ])('names the trouble behind %s', (code, said) => {
    expect(explainFolderError('/f', withCode(code)).message).toContain(said)
  })

  it('tells a limit of the system from trouble with one file', () => {
    expect(explainWatchLimit('/f', withCode('ENOSPC'))).toMatchObject({ code: 'limit' })
    expect(explainWatchLimit('/f', withCode('EACCES'))).toBeNull()
  })
})
