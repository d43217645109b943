import { describe, expect, it, vi } from 'vitest'
import { type HostCommand, SYNC_BYTES, syncWord } from '../../contract/host'
import { SyncLink } from './sync-link'

type Inputs = Extract<HostCommand, { type: 'inputs' }>

function setup() {
  const words = new Int32Array(new SharedArrayBuffer(SYNC_BYTES))
  const port: HostCommand[] = []
  const applied: Inputs[] = []
  const link = new SyncLink({
    words,
    receive: () => port.shift(),
    applyInputs: (command) => applied.push(command),
    now: () => performance.now(),
  })
  const inputs = (n: number): Inputs => ({ type: 'inputs', values: { n } })
  return { words, port, applied, link, inputs }
}

describe('SyncLink', () => {
  it('applies each inputs command once, by whichever way it comes first', () => {
    const { link, port, applied, inputs } = setup()
    link.ordinaryInputs(inputs(1))
    port.push(inputs(1), inputs(2), inputs(3))
    expect(link.wait(() => applied.length === 3, 1000)).toBe('ready')
    link.ordinaryInputs(inputs(2))
    link.ordinaryInputs(inputs(3))
    link.ordinaryInputs(inputs(4))
    expect(applied.map(({ values }) => values.n)).toEqual([1, 2, 3, 4])
  })

  it('knows which slot was acknowledged', () => {
    const { link, words } = setup()
    Atomics.store(words, syncWord.acknowledged, 3)
    expect([link.isAcknowledged(3), link.isAcknowledged(4)]).toEqual([true, false])
  })

  it('does not wait when the session closes', () => {
    const { link, port } = setup()
    port.push({ type: 'close', reason: 'x' })
    const isReady = vi.fn(() => false)
    expect(link.wait(isReady, 10_000)).toBe('closing')
    expect(link.wait(isReady, 10_000)).toBe('closing')
    expect(isReady).toHaveBeenCalledTimes(2)
  })

  it('ends when the time is over', () => {
    expect(setup().link.wait(() => false, 5)).toBe('timeout')
  })
})
