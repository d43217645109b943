import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HostCommand } from '../../../contract/host'
import { createHeldCommands } from './held-commands'

const audio = (arrivedAt: number): HostCommand => ({
  type: 'audio',
  samples: new Int16Array(2),
  channels: 1,
  arrivedAt,
})
const message = (n: number): HostCommand => ({ type: 'message', message: n })

describe('held commands', () => {
  it('pass while nothing is held', () => {
    const held = createHeldCommands()
    expect(held.keep(message(1))).toBe(false)
    expect(held.release()).toEqual([])
  })

  it('come out in their order, with their buffers', () => {
    const held = createHeldCommands()
    held.hold('all')
    const block = audio(1)
    const transfer = [new ArrayBuffer(4)]
    held.keep(message(1))
    held.keep(block, transfer)
    held.keep({ type: 'trigger', text: 'now' })
    held.keep(message(2))
    expect(held.release()).toMatchObject([
      { command: message(1) },
      { command: block, transfer },
      { command: { type: 'trigger' } },
      { command: message(2) },
    ])
    expect(held.keep(message(3))).toBe(false)
  })

  it('are bounded: the oldest go first', () => {
    const held = createHeldCommands()
    held.hold('all')
    for (let n = 0; n < 70; n += 1) held.keep(audio(n))
    for (let n = 0; n < 2100; n += 1) held.keep(message(n))
    expect([held.waiting('audio'), held.waiting('message')]).toEqual([50, 2000])
    expect(held.release()[0]?.command).toMatchObject({ type: 'audio', arrivedAt: 20 })
  })

  it('are words only while a handler waits for a later start', () => {
    const held = createHeldCommands()
    held.hold('words')
    expect(held.keep(audio(1))).toBe(true)
    held.keep(message(1))
    expect(held.release().map(({ command }) => command)).toEqual([message(1)])
  })

  it('never change their order and never lose one below the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 50 }), (isSound) => {
        const held = createHeldCommands()
        held.hold('all')
        const given = isSound.map((sound, n) => (sound ? audio(n) : message(n)))
        for (const command of given) held.keep(command)
        expect(held.release().map(({ command }) => command)).toEqual(given)
      }),
    )
  })
})
