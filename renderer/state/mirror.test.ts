// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import type { StateSnapshot } from '../../contract/state'
import { createFakeBridge } from '../testing/fake-bridge'
import { sampleBench, sampleHandler } from '../testing/samples'
import { createClient } from './client'
import { createMirror } from './mirror'

const snapshot = (revision: number, ...ids: readonly string[]): StateSnapshot => ({
  revision,
  state: sampleBench(ids.map((id) => sampleHandler(id))),
})

function setUp(answers: (() => StateSnapshot | Promise<StateSnapshot>)[]) {
  const fake = createFakeBridge({
    'state.get': () => {
      const next = answers.length > 1 ? answers.shift() : answers[0]
      if (!next) throw new Error('no snapshot was prepared')
      return next()
    },
  })
  const mirror = createMirror(createClient(fake.bridge))
  return { fake, mirror, now: () => mirror.store.getState() }
}

const handlerPatch = (revision: number, id: string) => ({ revision, handlers: { [id]: sampleHandler(id) } })

describe('createMirror', () => {
  it('shows the snapshot and follows the patches after it', async () => {
    const { fake, now } = setUp([() => snapshot(4, 'a.ts')])
    await vi.waitFor(() => expect(now().link).toBe('following'))
    fake.emit('state.patched', handlerPatch(5, 'b.ts'))
    expect(now().revision).toBe(5)
    expect(Object.keys(now().bench.handlers)).toEqual(['a.ts', 'b.ts'])
  })

  it('ignores patches that the snapshot already contains', async () => {
    const { fake, now } = setUp([() => snapshot(4, 'a.ts')])
    await vi.waitFor(() => expect(now().link).toBe('following'))
    fake.emit('state.patched', { revision: 3, handlers: { 'a.ts': null } })
    expect(Object.keys(now().bench.handlers)).toEqual(['a.ts'])
  })

  it('fetches the state again when a patch is missing', async () => {
    const { fake, now } = setUp([() => snapshot(4, 'a.ts'), () => snapshot(9, 'a.ts', 'b.ts', 'c.ts')])
    await vi.waitFor(() => expect(now().link).toBe('following'))
    fake.emit('state.patched', handlerPatch(6, 'c.ts'))
    await vi.waitFor(() => expect(now().revision).toBe(9))
    expect(Object.keys(now().bench.handlers)).toEqual(['a.ts', 'b.ts', 'c.ts'])
    expect(fake.paramsOf('state.get')).toHaveLength(2)
  })

  it('applies patches that come while the state is being fetched, after it', async () => {
    let give: (value: StateSnapshot) => void = () => undefined
    const slow = new Promise<StateSnapshot>((resolve) => {
      give = resolve
    })
    const { fake, now } = setUp([() => slow])
    fake.emit('state.patched', handlerPatch(3, 'old.ts'))
    fake.emit('state.patched', handlerPatch(5, 'new.ts'))
    expect(now().link).toBe('loading')
    give(snapshot(4, 'a.ts'))
    await vi.waitFor(() => expect(now().revision).toBe(5))
    expect(Object.keys(now().bench.handlers)).toEqual(['a.ts', 'new.ts'])
  })

  it('says that the engine has ended, and believes only a new snapshot afterwards', async () => {
    const { fake, now } = setUp([() => snapshot(40, 'a.ts'), () => snapshot(1, 'b.ts')])
    await vi.waitFor(() => expect(now().link).toBe('following'))
    fake.emit('shell.engineFailed', { message: 'out of memory', restartsInMs: 250 })
    expect(now()).toMatchObject({ link: 'ended', error: { message: 'out of memory' } })
    expect(Object.keys(now().bench.handlers)).toEqual(['a.ts'])
    fake.emit('state.patched', handlerPatch(1, 'b.ts'))
    await vi.waitFor(() => expect(now().link).toBe('following'))
    expect(Object.keys(now().bench.handlers)).toEqual(['b.ts'])
  })

  it('fetches the state of the engine that runs again, whose revisions start anew', async () => {
    const { fake, now } = setUp([() => snapshot(40, 'a.ts'), () => snapshot(1, 'b.ts')])
    await vi.waitFor(() => expect(now().link).toBe('following'))
    fake.emit('shell.engineFailed', { message: 'out of memory', restartsInMs: 250 })
    fake.emit('shell.engineRestarted', {})
    await vi.waitFor(() => expect(now()).toMatchObject({ link: 'following', revision: 1, error: null }))
    fake.emit('state.patched', handlerPatch(2, 'c.ts'))
    expect(Object.keys(now().bench.handlers)).toEqual(['b.ts', 'c.ts'])
  })

  it('takes no answer of an engine that has ended meanwhile', async () => {
    let give: (value: StateSnapshot) => void = () => undefined
    const slow = new Promise<StateSnapshot>((resolve) => {
      give = resolve
    })
    const { fake, now } = setUp([() => slow, () => snapshot(2, 'new.ts')])
    fake.emit('shell.engineFailed', { message: 'out of memory', restartsInMs: 250 })
    fake.emit('shell.engineRestarted', {})
    await vi.waitFor(() => expect(now().link).toBe('following'))
    give(snapshot(40, 'old.ts'))
    await slow
    expect(now().revision).toBe(2)
    expect(Object.keys(now().bench.handlers)).toEqual(['new.ts'])
  })

  it('says that an engine that runs does not answer', async () => {
    const refuse = (): StateSnapshot => {
      throw new Error('too busy')
    }
    const { now } = setUp([refuse])
    await vi.waitFor(() => expect(now()).toMatchObject({ link: 'lost', error: { message: 'too busy' } }))
  })

  it('hears nothing more once it is closed', async () => {
    const { fake, mirror, now } = setUp([() => snapshot(4, 'a.ts')])
    await vi.waitFor(() => expect(now().link).toBe('following'))
    mirror.close()
    fake.emit('state.patched', handlerPatch(5, 'b.ts'))
    expect(now().revision).toBe(4)
  })
})
