import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWindowStore, readPreferences } from './window-store'

describe('createWindowStore', () => {
  it('finds the choices of the last window again', () => {
    localStorage.clear()
    createWindowStore(localStorage).setState({ microphone: 'tone', volume: 0.5, microphoneMuted: true })
    const { microphone, volume, microphoneMuted } = createWindowStore(localStorage).getState()
    expect({ microphone, volume }).toEqual({ microphone: 'tone', volume: 0.5 })
    expect(microphoneMuted).toBe(false)
  })

  it('begins with the defaults when the storage is damaged', () => {
    localStorage.setItem(
      'soundcheck.window',
      '{"state":{"microphone":42,"volume":7,"speaker":"x"},"version":1}',
    )
    expect(createWindowStore(localStorage).getState()).toMatchObject({
      microphone: null,
      volume: 1,
      speaker: 'x',
    })
  })

  it('works without a storage', () => {
    const store = createWindowStore(null)
    store.setState({ microphone: 'clip' })
    expect(store.getState().microphone).toBe('clip')
  })
})

describe('readPreferences', () => {
  it('keeps only values of the right type, whatever was stored', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const { volume = 1, echoCancellation = true } = readPreferences(stored)
        expect(volume).toBeGreaterThanOrEqual(0)
        expect(typeof echoCancellation).toBe('boolean')
      }),
    )
  })
})
