import { describe, expect, it } from 'vitest'
import type { WireError } from '../../../contract/errors'
import { KEPT_VERSIONS } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import { createVersionHistory, type KeptVersion } from './version-history'

const failed: WireError = { code: 'handler', message: 'it failed' }

function kept(version: number, more: Partial<KeptVersion> & { code?: string } = {}): KeptVersion {
  const { code = '', ...rest } = more
  return {
    version: { version, hash: `hash ${version}`, code, sources: null } as HandlerVersion,
    findings: [],
    loadedAt: version * 1000,
    rejected: null,
    ...rest,
  }
}

function historyOf(count: number) {
  const history = createVersionHistory()
  for (let version = 1; version <= count; version += 1) history.add(kept(version))
  return history
}

describe('the versions of a handler', () => {
  it('are listed newest first, and the newest is the current one', () => {
    const history = historyOf(3)
    expect(history.entries()).toEqual([
      { version: 3, loadedAt: 3000, rejected: null },
      { version: 2, loadedAt: 2000, rejected: null },
      { version: 1, loadedAt: 1000, rejected: null },
    ])
    expect(history.current()?.version.version).toBe(3)
    expect(createVersionHistory().current()).toBeNull()
  })

  it('are the same array while nothing changes', () => {
    const history = historyOf(2)
    const before = history.entries()
    history.use(1)
    expect(history.entries()).toBe(before)
    history.reject(2, failed)
    expect(history.entries()).not.toBe(before)
  })

  it('are kept up to a number', () => {
    const history = historyOf(KEPT_VERSIONS + 5)
    expect(history.entries()).toHaveLength(KEPT_VERSIONS)
    expect(() => history.get(5)).toThrow('Version 5 is not kept.')
    expect(history.get(6).version.version).toBe(6)
  })

  it('are kept up to a size, and the newest whatever its size', () => {
    const history = createVersionHistory()
    const half = 'x'.repeat(16 * 1024 * 1024)
    for (const version of [1, 2, 3]) history.add(kept(version, { code: half }))
    expect(history.entries().map(({ version }) => version)).toEqual([3, 2])
    history.add(kept(4, { code: half + half + half }))
    expect(history.entries().map(({ version }) => version)).toEqual([4])
  })

  it('can be gone back to until a new one comes', () => {
    const history = historyOf(3)
    expect(history.use(1).version.version).toBe(1)
    expect(history.current()?.version.version).toBe(1)
    history.add(kept(4))
    expect(history.current()?.version.version).toBe(4)
    expect(() => history.use(9)).toThrow('Version 9')
  })

  it('that are rejected give way to the newest that is not', () => {
    const history = historyOf(3)
    history.reject(2, failed)
    expect(history.current()?.version.version).toBe(3)
    history.reject(3, failed)
    expect(history.current()?.version.version).toBe(1)
    expect(history.entries()[0]?.rejected).toBe(failed)
    expect(history.rejectedWith('hash 3')?.version.version).toBe(3)
    expect(history.rejectedWith('hash 1')).toBeNull()
  })

  it('that are rejected stay when there is no other one', () => {
    const history = historyOf(1)
    history.reject(1, failed)
    expect(history.current()?.version.version).toBe(1)
    history.reject(7, failed)
    expect(history.entries()).toHaveLength(1)
  })

  it('that were rejected can be chosen all the same', () => {
    const history = historyOf(2)
    history.reject(2, failed)
    expect(history.use(2).rejected).toBeNull()
    expect(history.entries()[0]?.rejected).toBeNull()
    expect(history.rejectedWith('hash 2')).toBeNull()
  })
})
