import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { monotonicClock } from '../clock'
import { createSaveDebouncer, type SaveDebouncer, type SettledSave } from './save-debouncer'

let folder = ''
let file = ''
let saves: SettledSave[] = []
let debouncer: SaveDebouncer
let told: () => void = () => undefined

const next = () =>
  new Promise<void>((resolve) => {
    told = resolve
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundcheck-saves-'))
  file = join(folder, 'a.ts')
  saves = []
  debouncer = createSaveDebouncer(monotonicClock, (save) => {
    saves.push(save)
    told()
  })
})
afterEach(async () => {
  debouncer.close()
  await rm(folder, { recursive: true })
})

describe('the save debouncer', () => {
  it('makes one save of many signs, with the time of the first', async () => {
    await writeFile(file, '1')
    const before = monotonicClock.now()
    for (let sign = 0; sign < 5; sign += 1) debouncer.touch(file)
    const after = monotonicClock.now()
    await next()
    expect(saves).toHaveLength(1)
    expect(saves[0]?.at).toBeGreaterThanOrEqual(before)
    expect(saves[0]?.at).toBeLessThanOrEqual(after)
    expect(saves[0]?.modifiedAt).toBeGreaterThan(0)
  })

  it('finds a change that the watcher did not tell of because it followed another closely', async () => {
    await writeFile(file, '1')
    debouncer.touch(file)
    await next()
    await writeFile(file, 'longer')
    await next()
    expect(saves).toHaveLength(2)
  })

  it('tells of a file that is gone', async () => {
    debouncer.touch(file)
    await next()
    expect(saves[0]?.modifiedAt).toBeNull()
  })

  it('tells nothing of files that it is to forget, or after its end', async () => {
    const other = join(folder, 'b.ts')
    debouncer.touch(file)
    debouncer.touch(other)
    debouncer.forget(file)
    await next()
    expect(saves.map((save) => save.file)).toEqual([other])
    debouncer.close()
    debouncer.touch(file)
    await new Promise((resolve) => setImmediate(resolve))
    expect(saves).toHaveLength(1)
  })
})
